import type {
  Cluster,
  ClusterSet,
  Health,
  MembershipState,
  Reason,
  ServiceSummary,
  Text,
} from '@meshport/plugin-mesh-common';

/** Something about a cluster as a whole. */
export interface ClusterItem {
  readonly about: 'cluster';
  readonly cluster: Cluster;
  readonly text: Text;
  readonly fix?: Text;
  /** Of the mesh that it is about, where it is about one. */
  readonly health?: Health;
  /** The cluster cannot be read. */
  readonly unread?: boolean;
}

/** Something that somebody should look at. */
export type AttentionItem =
  | ClusterItem
  /** `service`: how it is in the mesh; `traffic`: how its requests fare. */
  | {
      readonly about: 'service' | 'traffic';
      readonly service: ServiceSummary;
    };

/** States in which a service may need somebody. */
export const NEEDY_STATES: readonly MembershipState[] = [
  'misconfigured',
  'pending-restart',
  'partial',
  'unknown',
];

/** What is not read yet is no matter for anybody: it is said how far reading has come. */
function isBeingRead({ id }: Text): boolean {
  return id === 'reason.input-unreadable.syncing';
}

/** Equal for the same item of a later answer. */
export function attentionId(item: AttentionItem): string {
  if (item.about === 'cluster') {
    return `${item.cluster.name}:${item.text.message}`;
  }
  const { set, namespace, name } = item.service;
  const id = `${set}/${namespace}/${name}`;
  return item.about === 'traffic' ? `traffic:${id}` : id;
}

/** The sentence of a cluster that cannot be read as a whole. */
function outages(clusters: readonly Cluster[]): AttentionItem[] {
  return clusters.flatMap(cluster => {
    const whole = cluster.sources.find(
      ({ part, status }) => part === 'objects' && status !== 'live',
    );
    return whole?.reason && whole.status !== 'syncing'
      ? [{ about: 'cluster', cluster, text: whole.reason, unread: true }]
      : [];
  });
}

function itemOf(
  cluster: Cluster,
  { text, fix }: Reason,
  health?: Health,
): ClusterItem {
  return { about: 'cluster', cluster, text, fix: fix?.text, health };
}

const WORST_HEALTH_FIRST: readonly (Health | undefined)[] = [
  'failing',
  'degraded',
  'unknown',
  'idle',
  'healthy',
];

/** What is wrong with meshes, those that fail before those that only could be better. */
function ofMeshes(clusters: readonly Cluster[]): ClusterItem[] {
  return clusters
    .flatMap(cluster =>
      cluster.meshes.flatMap(({ reasons, health }) =>
        reasons
          .filter(({ text }) => !isBeingRead(text))
          .map(reason => itemOf(cluster, reason, health)),
      ),
    )
    .sort(
      (a, b) =>
        WORST_HEALTH_FIRST.indexOf(a.health) -
        WORST_HEALTH_FIRST.indexOf(b.health),
    );
}

/**
 * What needs attention today, in order: clusters that cannot be read, control planes
 * that fail, services whose requests fail, services as they are sorted by the server
 * (worst first), then what can wait.
 */
export function attentionItems(
  clusters: readonly Cluster[],
  services: readonly ServiceSummary[],
): AttentionItem[] {
  const meshes = ofMeshes(clusters);
  const isUrgent = ({ health }: ClusterItem) =>
    health === 'failing' || health === 'degraded';
  return [
    ...outages(clusters),
    ...meshes.filter(isUrgent),
    ...trafficItems(services, ['failing']),
    ...serviceItems(services),
    ...meshes.filter(item => !isUrgent(item)),
    ...clusters.flatMap(cluster =>
      cluster.reasons.map(reason => itemOf(cluster, reason)),
    ),
  ];
}

/** What needs attention in one cluster set. */
export interface AttentionGroup {
  readonly set: ClusterSet;
  readonly items: readonly AttentionItem[];
}

/** The same by cluster set, in the order of `sets`; sets where nothing does are left out. */
export function attentionGroups(
  sets: readonly ClusterSet[],
  clusters: readonly Cluster[],
  services: readonly ServiceSummary[],
): AttentionGroup[] {
  return sets
    .map(set => ({
      set,
      items: attentionItems(
        clusters.filter(cluster => cluster.set === set.name),
        services.filter(service => service.set === set.name),
      ),
    }))
    .filter(({ items }) => items.length > 0);
}

/** The services among these that need somebody, in their order. */
export function serviceItems(
  services: readonly ServiceSummary[],
): AttentionItem[] {
  return services
    .filter(({ needs }) => needs !== undefined && !isBeingRead(needs.text))
    .map(service => ({ about: 'service', service }));
}

/** The services among these whose requests fare badly, in the order of `healths`. */
export function trafficItems(
  services: readonly ServiceSummary[],
  healths: readonly Health[] = ['failing', 'degraded'],
): AttentionItem[] {
  return healths.flatMap(health =>
    services
      .filter(service => service.health === health)
      .map(service => ({ about: 'traffic' as const, service })),
  );
}
