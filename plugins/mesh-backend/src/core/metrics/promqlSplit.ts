import { escapeRegex, type Matcher } from '@meshport/plugin-mesh-node';

/** How a query is divided: by cluster, or by cluster and by namespaces in so many parts. */
export interface Split {
  readonly byCluster: boolean;
  /** 1 where namespaces are not divided; at most 16. */
  readonly namespaceParts: number;
}

interface Labels {
  readonly clusterLabel?: string;
  /** Label with a namespace. */
  readonly splitLabel?: string;
  /** Values of the cluster label. */
  readonly clusters: readonly string[];
}

const MAX_NAMESPACE_PARTS = 16;

/** Names of namespaces end in one of these; the last ones vary more than the first ones. */
const LAST_CHARACTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** One matcher per part; the last part has what no other has, also an absent label. */
function divided(label: string, patterns: readonly string[]): Matcher[] {
  return [
    ...patterns.map(value => ({ label, operator: '=~' as const, value })),
    { label, operator: '!~', value: patterns.join('|') },
  ];
}

function clusterParts({ clusterLabel, clusters }: Labels): Matcher[][] {
  if (!clusterLabel || clusters.length < 2) return [[]];
  return divided(clusterLabel, clusters.map(escapeRegex)).map(one => [one]);
}

function namespaceParts(label: string | undefined, parts: number): Matcher[][] {
  if (!label || parts < 2) return [[]];
  const groups = Array.from({ length: parts - 1 }, (_, part) =>
    [...LAST_CHARACTERS].filter((__, index) => index % parts === part).join(''),
  );
  return divided(
    label,
    groups.map(characters => `.*[${characters}]`),
  ).map(one => [one]);
}

/** Matchers for each part of a divided query; together the parts select each series once. */
export function partMatchers(split: Split, labels: Labels): Matcher[][] {
  const clusters = split.byCluster ? clusterParts(labels) : [[]];
  const namespaces = namespaceParts(labels.splitLabel, split.namespaceParts);
  return clusters.flatMap(cluster =>
    namespaces.map(namespace => [...cluster, ...namespace]),
  );
}

/** A split into about so many parts, as far as labels allow; undefined where it stays whole. */
export function splitInto(parts: number, labels: Labels): Split | undefined {
  if (parts <= 1) return undefined;
  const ofNamespaces = labels.splitLabel
    ? Math.min(MAX_NAMESPACE_PARTS, 2 ** Math.ceil(Math.log2(parts)))
    : 1;
  const byCluster = parts > ofNamespaces && clusterParts(labels).length > 1;
  if (!byCluster && ofNamespaces === 1) return undefined;
  return { byCluster, namespaceParts: ofNamespaces };
}

/** The next finer split after an answer was too large; undefined where there is none. */
export function finerSplit(
  split: Split | undefined,
  labels: Labels,
): Split | undefined {
  const canByCluster = clusterParts(labels).length > 1;
  if (!split && canByCluster) return { byCluster: true, namespaceParts: 1 };
  const parts = (split?.namespaceParts ?? 1) * 2;
  if (!labels.splitLabel || parts > MAX_NAMESPACE_PARTS) return undefined;
  return { byCluster: split?.byCluster ?? false, namespaceParts: parts };
}
