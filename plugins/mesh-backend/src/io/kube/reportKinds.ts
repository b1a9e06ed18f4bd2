import { partOf, type WatchedKind } from '@meshport/plugin-mesh-node';
import type { ClusterReport } from './ClusterSource';
import type { ObjectStore } from './ObjectStore';

type KindReport = ClusterReport['kinds'][number];

/** Of two watches that share a name, the one that cannot be trusted speaks. */
function merged(a: KindReport, b: KindReport): KindReport {
  const worse = a.status === 'live' && !a.reason ? b : a;
  return { ...worse, objects: a.objects + b.objects };
}

/** How far each kind can be trusted, and how many of its objects are kept. */
export function reportKinds(
  stores: ReadonlyMap<WatchedKind, ObjectStore>,
): KindReport[] {
  const reports = new Map<string, KindReport>();
  for (const [kind, store] of stores) {
    const part = partOf(kind);
    const report = { part, objects: store.size(), ...store.trust() };
    const known = reports.get(part);
    reports.set(part, known ? merged(known, report) : report);
  }
  return [...reports.values()];
}
