import { type Text, text } from '@meshport/plugin-mesh-common';
import {
  labelName,
  type Matcher,
  type MetricSample,
  selector,
} from '@meshport/plugin-mesh-node';

/** What names a target that is scraped; two scrapes of one target differ in something else. */
const TARGET_LABELS = [
  'job',
  'instance',
  'metrics_path',
  'endpoint',
  'namespace',
  'pod',
  'container',
  'service',
];

interface StoreScope {
  readonly clusterLabel?: string;
  readonly matchers: readonly Matcher[];
}

/**
 * PromQL for all series `up` of one target that has several of them, as it has where two
 * replicas of a Prometheus write to the same store; empty where every target has one.
 */
export function doubledTargetQuery(scope: StoreScope): string {
  const { clusterLabel, matchers } = scope;
  const labels = [...(clusterLabel ? [clusterLabel] : []), ...TARGET_LABELS]
    .map(labelName)
    .join(', ');
  const up = selector('up', matchers);
  return `${up} and on (${labels}) topk(1, count by (${labels}) (${up}) > 1)`;
}

/** The label in which series differ that ought to be one. */
export interface Doubling {
  readonly label: string;
  readonly values: readonly string[];
}

/** Reads the answer to {@link doubledTargetQuery}; undefined where nothing is doubled. */
export function readDoubling(
  samples: readonly MetricSample[],
): Doubling | undefined {
  if (samples.length < 2) return undefined;
  const names = new Set(samples.flatMap(({ labels }) => Object.keys(labels)));
  const differing = [...names].sort().flatMap(label => {
    const values = [
      ...new Set(samples.map(({ labels }) => labels[label] ?? '')),
    ];
    return values.length > 1 ? [{ label, values: values.sort() }] : [];
  });
  // Of several the one with a value for each series, and among those the usual name.
  const complete = differing.filter(
    ({ values }) => values.length === samples.length,
  );
  const candidates = complete.length ? complete : differing;
  return (
    candidates.find(({ label }) => label.includes('replica')) ?? candidates[0]
  );
}

/** What to do about it. */
export function doublingNote(store: string, { label, values }: Doubling): Text {
  const [first = ''] = values;
  const matcher = selector('', [{ label, operator: '=', value: first }]);
  return text('store-note.doubled', {
    store,
    label,
    values: values.join(', '),
    matcher: matcher.slice(1, -1),
  });
}
