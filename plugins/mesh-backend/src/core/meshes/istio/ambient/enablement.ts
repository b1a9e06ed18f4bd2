import {
  type ClusterSnapshot,
  type LabelSelector,
  matchesSelector,
} from '@meshport/plugin-mesh-node';
import { parseBoolean } from '../../../model/parseBoolean';
import type { PodLabels } from '../../sidecar/webhooks';
import { istioCniConfigKind } from '../kinds';
import { LABEL_DATAPLANE_MODE } from '../names';

interface EnablementSelector {
  readonly podSelector: LabelSelector;
  readonly namespaceSelector: LabelSelector;
}

/** Which pods istio-cni is to redirect to ztunnel. */
export interface Enablement {
  /** `AMBIENT_ENABLED`; undefined without settings. */
  readonly enabled?: boolean;
  readonly selectors: readonly EnablementSelector[];
  readonly excludedNamespaces: readonly string[];
}

const EVERYTHING: LabelSelector = { matchLabels: {}, matchExpressions: [] };

function mode(operator: string, value: string): LabelSelector {
  const expression = { key: LABEL_DATAPLANE_MODE, operator, values: [value] };
  return { matchLabels: {}, matchExpressions: [expression] };
}

/** The chart's own selectors: the pod's label decides, else that of its namespace. */
const DEFAULT_SELECTORS: readonly EnablementSelector[] = [
  { podSelector: mode('In', 'ambient'), namespaceSelector: EVERYTHING },
  {
    podSelector: mode('NotIn', 'none'),
    namespaceSelector: mode('In', 'ambient'),
  },
];

export function enablementOf(snapshot: ClusterSnapshot): Enablement {
  const data = snapshot
    .kind(istioCniConfigKind)
    .items.find(({ metadata }) => metadata.name === 'istio-cni-config')?.data;
  return {
    enabled: data && parseBoolean(data.AMBIENT_ENABLED) === true,
    selectors: data?.AMBIENT_ENABLEMENT_SELECTOR ?? DEFAULT_SELECTORS,
    excludedNamespaces: (data?.EXCLUDE_NAMESPACES ?? '')
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== ''),
  };
}

/** Do these labels ask for ambient mode (istio-cni's `EnablementSelector`)? */
export function asksForAmbient(
  { selectors }: Enablement,
  { namespace, pod }: PodLabels,
): boolean {
  return selectors.some(
    ({ podSelector, namespaceSelector }) =>
      matchesSelector(podSelector, pod) &&
      matchesSelector(namespaceSelector, namespace),
  );
}
