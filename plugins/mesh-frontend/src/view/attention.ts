import type {
  Cluster,
  Reason,
  ServiceSummary,
  Text,
} from '@meshport/plugin-mesh-common';

/** Something that somebody should look at. */
export type AttentionItem =
  | {
      readonly about: 'cluster';
      readonly cluster: Cluster;
      readonly text: Text;
      readonly fix?: Text;
    }
  | { readonly about: 'service'; readonly service: ServiceSummary };

/** The sentence of a cluster that cannot be read as a whole. */
function outages(clusters: readonly Cluster[]): AttentionItem[] {
  return clusters.flatMap(cluster => {
    const whole = cluster.sources.find(
      ({ part, status }) => part === 'objects' && status !== 'live',
    );
    return whole?.reason && whole.status !== 'syncing'
      ? [{ about: 'cluster', cluster, text: whole.reason }]
      : [];
  });
}

function ofReasons(
  clusters: readonly Cluster[],
  reasonsOf: (cluster: Cluster) => readonly Reason[],
): AttentionItem[] {
  return clusters.flatMap(cluster =>
    reasonsOf(cluster).map(
      ({ text, fix }): AttentionItem => ({
        about: 'cluster',
        cluster,
        text,
        fix: fix?.text,
      }),
    ),
  );
}

/**
 * What needs attention today, in order: clusters that cannot be read, control planes,
 * services as they are sorted by the server (worst first), then what can wait.
 */
export function attentionItems(
  clusters: readonly Cluster[],
  services: readonly ServiceSummary[],
): AttentionItem[] {
  const needy = services.filter(({ needs }) => needs !== undefined);
  return [
    ...outages(clusters),
    ...ofReasons(clusters, ({ meshes }) =>
      meshes.flatMap(({ reasons }) => reasons),
    ),
    ...needy.map((service): AttentionItem => ({ about: 'service', service })),
    ...ofReasons(clusters, ({ reasons }) => reasons),
  ];
}
