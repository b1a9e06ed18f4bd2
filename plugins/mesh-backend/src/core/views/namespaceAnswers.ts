import type {
  NamespaceDetails,
  NamespaceSummary,
  NamespaceWorkload,
} from '@meshport/plugin-mesh-common';
import { combineStates, severityRank } from '../model/states';
import { placesOf } from './clusterAnswers';
import type { NamespaceEntry } from './namespaceEntries';
import type { MayRead, Reader } from './serviceAnswers';
import { stateOf } from './states';
import type { World } from './World';
import { inWords, worstReason } from './worstReason';

/**
 * The namespace with what the caller may see in it; undefined if neither anything in it
 * nor the namespace itself may be seen.
 */
export function readableNamespace(
  entry: NamespaceEntry,
  mayRead: MayRead,
): NamespaceEntry | undefined {
  const services = entry.services.filter(one => mayRead(one.resource));
  const workloads = entry.workloads.filter(one => mayRead(one.resource));
  const isSeen = services.length > 0 || workloads.length > 0;
  if (!isSeen && !mayRead(entry.resource)) return undefined;
  return { ...entry, services, workloads };
}

/** Who owns a namespace, as far as what is shown of it tells. */
function ownership({
  declaredOwners,
  services,
  workloads,
}: NamespaceEntry): Pick<NamespaceSummary, 'owners' | 'ownedBy'> {
  if (declaredOwners.length > 0) {
    return { owners: [...declaredOwners], ownedBy: 'key' };
  }
  const owners = new Set(
    [...services, ...workloads].flatMap(({ claimed }) => claimed.owners),
  );
  return {
    owners: [...owners].sort(),
    ownedBy: owners.size > 0 ? 'entities' : 'nobody',
  };
}

/** What of a namespace is enrolled, by mesh and mode, in the order of their names. */
function enrolment({ workloads }: NamespaceEntry): NamespaceSummary['meshes'] {
  const sums = new Map<string, NamespaceSummary['meshes'][number]>();
  for (const { mesh, mode, pods } of workloads.flatMap(
    ({ workload }) => workload.membership,
  )) {
    if (mesh === '') continue;
    const key = `${mesh}/${mode}`;
    const { enrolled, total } = sums.get(key) ?? { enrolled: 0, total: 0 };
    sums.set(key, {
      mesh,
      mode,
      enrolled: enrolled + pods.enrolled,
      total: total + pods.total,
    });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

/** A row of a list, of the part of a namespace that the caller may see. */
export function namespaceSummary(visible: NamespaceEntry): NamespaceSummary {
  const { namespace, workloads } = visible;
  const worst = worstReason(
    workloads.map(({ workload }) => ({
      subject: workload.ref,
      membership: workload.membership,
    })),
  );
  return {
    set: visible.set,
    cluster: visible.cluster,
    name: namespace.name,
    ...ownership(visible),
    terminating: namespace.terminating,
    asksFor: [...namespace.asksFor],
    meshes: enrolment(visible),
    state: combineStates(
      workloads.map(({ workload }) => stateOf(workload.membership)),
    ),
    services: visible.services.length,
    workloads: workloads.length,
    pods: workloads.reduce((sum, { workload }) => sum + workload.pods, 0),
    writer: namespace.writer,
    ...(worst
      ? { needs: { workload: worst.subject, ...inWords(worst.reason) } }
      : {}),
  };
}

function workloadsOf({ workloads }: NamespaceEntry): NamespaceWorkload[] {
  return workloads
    .map(({ workload }) => ({
      ref: workload.ref,
      membership: [...workload.membership],
      posture: workload.posture,
      state: stateOf(workload.membership),
      pods: workload.pods,
      writer: workload.writer,
    }))
    .sort(
      (a, b) =>
        severityRank(a.state) - severityRank(b.state) ||
        (a.ref.name < b.ref.name ? -1 : 1),
    );
}

/** The answer for one namespace; undefined when the caller may not see it. */
export function namespaceAnswer(
  world: World,
  entry: NamespaceEntry,
  { mayRead, readsAll }: Reader,
): NamespaceDetails | undefined {
  const visible = readableNamespace(entry, mayRead);
  if (!visible) return undefined;
  const entityRefs = [...visible.services, ...visible.workloads].flatMap(
    ({ claimed }) => claimed.entityRefs,
  );
  return {
    namespace: namespaceSummary(visible),
    workloads: workloadsOf(visible),
    services: visible.services
      .map(({ service: { set, namespace, name }, state }) => ({
        set,
        namespace,
        name,
        state,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    entityRefs: [...new Set(entityRefs)].sort(),
    ...placesOf(world, { readsAll, readable: [entry.cluster] }),
  };
}
