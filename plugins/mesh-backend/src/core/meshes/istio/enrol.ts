import { text } from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, Enrolment } from '@meshport/plugin-mesh-node';
import { labelNamespace, namespaceManifest } from '../sidecar/namespaceFixes';
import { asksForAmbient } from './ambient/enablement';
import { worldOf } from './facts';
import { type Injector, revisionNames, selectInjector } from './injectors';
import {
  IGNORED_NAMESPACES,
  LABEL_DATAPLANE_MODE,
  LABEL_INJECTION,
  LABEL_REVISION,
} from './names';

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

/** The label for ambient mode, which pods of the namespace are in at once. */
function enrolInAmbient(
  { cluster }: ClusterSnapshot,
  namespace: string,
): Enrolment {
  return {
    text: text('fix.label-namespace-ambient', { namespace }),
    effect: text('effect.at-once'),
    manifest: namespaceManifest(namespace, {
      labels: { [LABEL_DATAPLANE_MODE]: 'ambient' },
    }),
    command: labelNamespace(
      cluster.kubectlContext,
      namespace,
      `${LABEL_DATAPLANE_MODE}=ambient`,
    ),
  };
}

/**
 * How to enrol a namespace: in ambient mode where that is installed; else by having its
 * pods injected, with `istio-injection=enabled` where a default revision answers to it,
 * or with `istio.io/rev`. Removes the label that would stand in the way. Undefined
 * where nothing would take its pods.
 */
export function enrol(
  snapshot: ClusterSnapshot,
  namespace: string,
): Enrolment | undefined {
  const { ambient, injectors } = worldOf(snapshot);
  const { state, enablement } = ambient;
  const asked = { namespace: { [LABEL_DATAPLANE_MODE]: 'ambient' }, pod: {} };
  if (state === 'installed' && asksForAmbient(enablement, asked)) {
    return enablement.excludedNamespaces.includes(namespace)
      ? undefined
      : enrolInAmbient(snapshot, namespace);
  }
  const label = enrollingLabel(injectors);
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
