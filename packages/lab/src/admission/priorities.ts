import type { Admission } from '../apiserver/Store.ts';
import type { Pod } from '../controllers/objects.ts';

/** The classes that every cluster has. */
const PRIORITIES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

/** What the API server's Priority admission adds to a new pod that names a priority class. */
export const priorityAdmission: Admission = ({ verb, resource, object }) => {
  if (verb !== 'CREATE' || resource !== 'pods') return { object };
  const { spec } = object as Pod;
  const priority = PRIORITIES[String(spec.priorityClassName)];
  if (priority !== undefined) spec.priority = priority;
  return { object };
};
