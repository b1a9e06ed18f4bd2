import { parse } from 'yaml';
import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Store } from '../../apiserver/Store.ts';
import type { LabelSelector, Pod } from '../../controllers/objects.ts';
import { selects } from '../../controllers/selectors.ts';

interface EnablementSelector {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
}

/** What istio-cni's node agent is told about ambient (ConfigMap `istio-cni-config`). */
export interface CniSettings {
  ambient: boolean;
  selectors: readonly EnablementSelector[];
  excludedNamespaces: readonly string[];
}

const MODE = 'istio.io/dataplane-mode';

/** The chart's own selectors: the pod's label decides, else that of its namespace. */
const DEFAULT_SELECTORS: readonly EnablementSelector[] = [
  { podSelector: { matchLabels: { [MODE]: 'ambient' } } },
  {
    podSelector: {
      matchExpressions: [{ key: MODE, operator: 'NotIn', values: ['none'] }],
    },
    namespaceSelector: { matchLabels: { [MODE]: 'ambient' } },
  },
];

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

const CONFIG = 'istio-cni-config';

/** The settings of an agent that runs in `namespace`; undefined without its ConfigMap. */
export function cniSettings(
  store: Store,
  namespace: string | undefined,
): CniSettings | undefined {
  const ref = { resource: 'configmaps', namespace, name: CONFIG };
  const data = store.get<ConfigMap>(ref)?.data;
  if (!data) return undefined;
  const selectors: unknown = parse(data.AMBIENT_ENABLEMENT_SELECTOR ?? '');
  return {
    ambient: data.AMBIENT_ENABLED === 'true',
    selectors: Array.isArray(selectors)
      ? (selectors as EnablementSelector[])
      : DEFAULT_SELECTORS,
    excludedNamespaces: (data.EXCLUDE_NAMESPACES ?? '')
      .split(',')
      .map(name => name.trim())
      .filter(Boolean),
  };
}

export function isCniConfig({ kind, metadata }: KubeObject): boolean {
  return kind === 'ConfigMap' && metadata.name === CONFIG;
}

/** Whether the pod belongs into ambient (`EnablementSelector.Matches` in cni/pkg/util, and the excluded namespaces). */
export function belongsToAmbient(
  pod: Pod,
  namespaceLabels: Record<string, string> | undefined,
  settings: CniSettings,
): boolean {
  const { namespace = '', labels, annotations } = pod.metadata;
  const hasSidecar = annotations?.['sidecar.istio.io/status'] !== undefined;
  if (!settings.ambient || pod.spec.hostNetwork || hasSidecar) return false;
  if (settings.excludedNamespaces.includes(namespace)) return false;
  return settings.selectors.some(
    ({ podSelector, namespaceSelector }) =>
      selects(podSelector, labels) &&
      selects(namespaceSelector, namespaceLabels),
  );
}
