import type { RequestForm } from '@meshport/plugin-mesh-common';
import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import { place } from '../../core/views/claims';
import {
  namespaceEntries,
  type NamespaceEntry,
} from '../../core/views/namespaceEntries';
import type { World } from '../../core/views/World';

/** Whom a namespace names, else whoever owns something in it: any of them may ask. */
function ownersOf({
  declaredOwners,
  services,
  workloads,
}: NamespaceEntry): string[] {
  if (declaredOwners.length > 0) return [...declaredOwners];
  const owners = [...services, ...workloads].flatMap(
    ({ claimed }) => claimed.owners,
  );
  return [...new Set(owners)].sort();
}

/** What a form is about in one namespace; undefined where a part of it is not there. */
function within(
  form: RequestForm,
  entry: NamespaceEntry,
): readonly MeshServiceResource[] | undefined {
  const { workloads, services, resource } = entry;
  if (form.kind === 'workload-restart') {
    const found = form.workloads.map(
      ({ kind, name }) =>
        workloads.find(
          ({ workload }) =>
            workload.ref.kind === kind && workload.ref.name === name,
        )?.resource,
    );
    return found.every(one => one !== undefined) ? found : undefined;
  }
  if (!('service' in form)) return [{ ...resource, owners: ownersOf(entry) }];
  const service = services.find(one => one.resource.name === form.service);
  return service && [service.resource];
}

/**
 * What permission to ask is decided on: each workload, the service where it is exported
 * from, or the namespace, in every cluster. Undefined where a part is not known.
 */
export function requestTargets(
  world: World,
  form: RequestForm,
): readonly MeshServiceResource[] | undefined {
  const entries = namespaceEntries(world);
  const clusters = 'clusters' in form ? form.clusters : form.from;
  const targets: MeshServiceResource[] = [];
  for (const cluster of clusters) {
    const entry = entries.get(place(cluster, form.namespace));
    const found = entry && within(form, entry);
    if (!found) return undefined;
    targets.push(...found);
  }
  return targets;
}
