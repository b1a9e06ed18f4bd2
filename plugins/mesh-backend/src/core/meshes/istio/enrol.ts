import type { ClusterSnapshot } from '@meshport/plugin-mesh-node';
import { labelNamespace, namespaceManifest } from '../sidecar/namespaceFixes';
import {
  type Injector,
  injectorsOf,
  revisionNames,
  selectInjector,
} from './injectors';
import { IGNORED_NAMESPACES, LABEL_INJECTION, LABEL_REVISION } from './names';

/** The label that makes some injector select the pods of a namespace. */
function enrollingLabel(
  injectors: readonly Injector[],
): readonly [key: string, value: string] | undefined {
  const candidates: (readonly [string, string])[] = [
    [LABEL_INJECTION, 'enabled'],
    ...revisionNames(injectors).map(name => [LABEL_REVISION, name] as const),
  ];
  return candidates.find(([key, value]) =>
    selectInjector(injectors, { namespace: { [key]: value }, pod: {} }),
  );
}

/**
 * How to have a namespace's pods injected: with `istio-injection=enabled` where a
 * default revision answers to it, else with `istio.io/rev`. Removes the label that
 * would stand in the way. Undefined where no injector is active, and for namespaces
 * that Istio ignores.
 */
export function enrol(
  snapshot: ClusterSnapshot,
  namespace: string,
): { readonly manifest: string; readonly command: string } | undefined {
  const label = enrollingLabel(injectorsOf(snapshot));
  if (!label || IGNORED_NAMESPACES.includes(namespace)) return undefined;
  const [key, value] = label;
  const present = snapshot.namespace(namespace)?.metadata.labels ?? {};
  const obstacles = [LABEL_INJECTION, LABEL_REVISION].filter(
    other => other !== key && present[other] !== undefined,
  );
  return {
    manifest: namespaceManifest(namespace, { labels: { [key]: value } }),
    command: labelNamespace(
      snapshot.cluster.kubectlContext,
      namespace,
      `${key}=${value}`,
      ...obstacles.map(other => `${other}-`),
    ),
  };
}
