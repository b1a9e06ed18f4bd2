import type {
  Cluster,
  EntityMesh,
  Membership,
  NamespaceDetails,
  NamespaceSummary,
  Posture,
  ServiceInstance,
  ServiceView,
} from '@meshport/plugin-mesh-common';
import type { Row } from './expectedTables';
import { exportRows } from './exportRows';
import type { TestPortal } from './TestPortal';

/** What a cluster's tables say, computed from the answers of the API, in the words of the page. */

const NOTHING = '-';
const MEBIBYTE = 1024 * 1024;

function orNothing(value: string | undefined): string {
  return value || NOTHING;
}

function list(values: readonly string[]): string {
  return orNothing([...values].sort().join(', '));
}

/** `group:default/team-x` is `team-x` on the page. */
function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

function clusterRows({ kubernetesVersion, set, network }: Cluster): Row[] {
  return network.map(({ cni, version, encryption }) => ({
    ...{ kubernetes: orNothing(kubernetesVersion), set, cni },
    ...{ version: orNothing(version), encryption },
  }));
}

function meshRows({ meshes }: Cluster): Row[] {
  return meshes.map(installation => ({
    mesh: installation.mesh,
    modes: list(installation.modes),
    health: installation.health,
    versions: list(installation.versions),
    'trust domain': orNothing(installation.trustDomain),
    'mesh id': orNothing(installation.meshId),
    network: orNothing(installation.network),
  }));
}

function revisionRows({ meshes }: Cluster): Row[] {
  return meshes.flatMap(({ mesh, revisions }) =>
    revisions.map(({ name, version, tags, health }) => ({
      ...{ mesh, revision: name, version: orNothing(version) },
      ...{ tags: list(tags), health },
    })),
  );
}

function dataPlaneRows({ meshes }: Cluster): Row[] {
  return meshes.flatMap(({ mesh, parts }) =>
    parts.map(({ part, ready, wanted, versions }) => ({
      ...{ mesh, part, ready: `${ready}/${wanted}`, versions: list(versions) },
    })),
  );
}

function featureRows({ meshes }: Cluster): Row[] {
  return meshes.flatMap(({ mesh, features }) =>
    features.map(({ id, state }) => ({ mesh, feature: id, state })),
  );
}

function footprintRows({ footprint }: Cluster): Row[] {
  return footprint.map(({ mesh, part, pods, cpuMillicores, memoryBytes }) => ({
    ...{ mesh, part, pods: `${pods}`, cpu: `${cpuMillicores}m` },
    memory: `${memoryBytes / MEBIBYTE}Mi`,
  }));
}

const OWNED_BY = { key: 'annotation', entities: 'entities', nobody: 'nobody' };

function namespaceRow(summary: NamespaceSummary): Row {
  const { name, owners, ownedBy, asksFor, writer } = summary;
  return {
    namespace: name,
    owner: list(owners.map(nameOf)),
    'owner by': OWNED_BY[ownedBy],
    'asks for': list(
      // Linkerd and Consul have one mode, which nobody says.
      asksFor.map(({ mesh, mode }) =>
        mesh === 'linkerd' || mesh === 'consul' ? mesh : `${mesh} ${mode}`,
      ),
    ),
    managers: writer.kind,
  };
}

type Judged = Pick<ServiceInstance, 'membership' | 'posture'>;

/** What the page says of a workload or an instance; several entries stand in order of the meshes. */
function verdict({ membership, posture }: Judged) {
  const entries = [...membership].sort((a, b) => (a.mesh < b.mesh ? -1 : 1));
  const joined = (of: (entry: Membership) => string) =>
    entries.map(of).join(' and ');
  /** Of something that no mesh has or refuses, the API says how one would be in it. */
  const inMesh = (of: (entry: Membership) => string) =>
    joined(entry => (entry.mesh === '' ? NOTHING : of(entry)));
  return {
    state: joined(({ state }) => state),
    mesh: inMesh(({ mesh }) => mesh),
    mode: inMesh(({ mode }) => mode),
    layer: inMesh(({ layer }) => layer),
    pods: joined(({ pods }) => `${pods.enrolled}/${pods.total}`),
    proxies: joined(({ proxyVersions }) => list(proxyVersions)),
    waypoint: joined(({ waypoint }) =>
      waypoint ? `${waypoint.namespace}/${waypoint.name}` : NOTHING,
    ),
    reason: joined(({ reasons }) =>
      orNothing(reasons.map(({ code }) => code).join(', ')),
    ),
    mTLS: posture.inbound,
  };
}

function workloadRows({ namespace, workloads }: NamespaceDetails): Row[] {
  return workloads.map(view => ({
    namespace: namespace.name,
    workload: `${view.ref.kind} ${view.ref.name}`,
    ...verdict(view),
  }));
}

function serviceRow(instance: ServiceInstance): Row {
  const { namespace, name, kind, of, endpoints } = instance;
  return {
    service: `${namespace}/${name}`,
    kind,
    of: of ? `${of.cluster} ${of.namespace}/${of.name}` : NOTHING,
    endpoints: `${endpoints.ready}/${endpoints.total}`,
  };
}

/** The tables of one cluster by heading. */
export type ClusterTables = Readonly<Record<string, readonly Row[]>>;

async function allServices(portal: TestPortal): Promise<ServiceView[]> {
  const services: ServiceView[] = [];
  for (const { set, namespace, name } of await portal.services()) {
    const params = { set, namespace, name };
    services.push((await portal.client.getService({ params })).service);
  }
  return services;
}

async function allNamespaces(portal: TestPortal): Promise<NamespaceDetails[]> {
  const details: NamespaceDetails[] = [];
  for (const { cluster, name } of await portal.namespaces()) {
    const params = { cluster, namespace: name };
    details.push(await portal.client.getNamespace({ params }));
  }
  return details;
}

/** What the portal says of every cluster, by cluster. */
export async function shownTables(
  portal: TestPortal,
): Promise<Map<string, ClusterTables>> {
  const clusters = await portal.clusters();
  const instances = (await allServices(portal)).flatMap(
    service => service.instances,
  );
  const namespaces = await allNamespaces(portal);
  const exported = await portal.exports();
  return new Map(
    clusters.map(cluster => {
      const own = namespaces.filter(
        ({ namespace }) => namespace.cluster === cluster.name,
      );
      const tables = {
        Cluster: clusterRows(cluster),
        Meshes: meshRows(cluster),
        Revisions: revisionRows(cluster),
        'Data plane': dataPlaneRows(cluster),
        Features: featureRows(cluster),
        Footprint: footprintRows(cluster),
        Namespaces: own.map(({ namespace }) => namespaceRow(namespace)),
        Workloads: own.flatMap(workloadRows),
        Services: instances
          .filter(one => one.cluster === cluster.name && one.kind !== 'local')
          .map(serviceRow),
        Exports: exported
          .filter(({ from }) => from === cluster.name)
          .flatMap(exportRows),
      };
      return [cluster.name, tables];
    }),
  );
}

const NO_MEMBERSHIP = {
  ...{ state: NOTHING, mesh: NOTHING, mode: NOTHING },
  ...{ pods: NOTHING, reason: NOTHING, mTLS: NOTHING },
};

/** Of an entity's cell; layer, proxies and waypoint are in the tables of the clusters. */
function entityVerdict(judged: Judged) {
  if (judged.membership.length === 0) return NO_MEMBERSHIP;
  const { state, mesh, mode, pods, reason, mTLS } = verdict(judged);
  return { state, mesh, mode, pods, reason, mTLS };
}

/** Of several forms of one service in one cluster, the local one stands on the page. */
function onePerCluster(instances: readonly ServiceInstance[]) {
  return instances.filter(
    one =>
      one.kind === 'local' ||
      !instances.some(
        other => other.cluster === one.cluster && other.kind === 'local',
      ),
  );
}

function matchesOf(answer: EntityMesh): {
  cluster: string;
  what: string;
  judged: { membership: Membership[]; posture: Posture };
}[] {
  const services = answer.services
    .flatMap(service => onePerCluster(service.instances))
    .map(instance => ({
      cluster: instance.cluster,
      what: `${instance.namespace}/${instance.name}`,
      // What has no workloads in a cluster has no state there.
      judged:
        instance.workloads.length > 0
          ? instance
          : { ...instance, membership: [] },
    }));
  const workloads = answer.workloads.map(view => ({
    cluster: view.ref.cluster,
    what: `${view.ref.kind} ${view.ref.namespace}/${view.ref.name}`,
    judged: view,
  }));
  return [...services, ...workloads];
}

/** The rows of an entity: one for each cluster in which it has something. */
export async function entityRows(
  portal: TestPortal,
  { entity, owner }: { entity: string; owner: string },
): Promise<Row[]> {
  const answer = await portal.entity(entity);
  const common = { entity, 'matched by': answer.matchedBy, owner };
  const owners = new Set(answer.services.flatMap(service => service.owners));
  const rows = matchesOf(answer).map(({ cluster, what, judged }) => ({
    ...common,
    // A workload without a service has no owners of its own in the API.
    owner: owners.size > 0 ? list([...owners].map(nameOf)) : owner,
    cluster,
    'service or workload': what,
    ...entityVerdict(judged),
  }));
  if (rows.length > 0) return rows;
  const nothing = { cluster: NOTHING, 'service or workload': NOTHING };
  return [{ ...common, ...nothing, ...NO_MEMBERSHIP }];
}
