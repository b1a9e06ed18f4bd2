import type { Namespace, PodTemplate } from '@meshport/plugin-mesh-node';
import { namespaceLabels, type PodLabels } from '../../sidecar/webhooks';
import { isDiscovered } from '../discovery';
import { LABEL_DATAPLANE_MODE } from '../names';
import type { MeshConfig } from '../schema';
import { asksForAmbient, type Enablement } from './enablement';

type AskedBy = 'namespace' | 'template';

/** What istio-cni would do with a pod of a template, and why. */
export type AmbientIntent =
  | {
      readonly kind: 'capture' | 'host-network';
      readonly askedBy: AskedBy;
    }
  /**
   * `by`: istio-cni's excluded namespaces, its selectors where they are not those of
   * its chart, or istiod's discovery selectors.
   */
  | {
      readonly kind: 'namespace-ignored';
      readonly askedBy: AskedBy;
      readonly by: 'cni' | 'selector' | 'discovery';
    }
  | { readonly kind: 'opted-out' }
  /** The namespace's label says something that is neither a yes nor a no. */
  | { readonly kind: 'misread'; readonly value: string }
  | { readonly kind: 'none' };

export interface AmbientIntentInput {
  /** Undefined for a namespace that is not known (just deleted). */
  readonly namespace?: Namespace;
  readonly namespaceName: string;
  readonly template: PodTemplate;
  readonly enablement: Enablement;
  /** Of the istiod that ztunnel listens to. */
  readonly meshConfig?: MeshConfig;
}

/** Why istio-cni's selectors leave a pod alone. */
function leftAlone(
  { enablement }: AmbientIntentInput,
  { namespace, pod }: PodLabels,
): AmbientIntent {
  const ofPod = pod[LABEL_DATAPLANE_MODE];
  const ofNamespace = namespace[LABEL_DATAPLANE_MODE];
  if (ofPod !== undefined) {
    if (asksForAmbient(enablement, { namespace, pod: {} })) {
      return { kind: 'opted-out' };
    }
    return ofPod === 'ambient'
      ? { kind: 'namespace-ignored', askedBy: 'template', by: 'selector' }
      : { kind: 'none' };
  }
  if (ofNamespace === 'ambient') {
    return { kind: 'namespace-ignored', askedBy: 'namespace', by: 'selector' };
  }
  return ofNamespace === undefined || ofNamespace === 'none'
    ? { kind: 'none' }
    : { kind: 'misread', value: ofNamespace };
}

/**
 * What ambient mode means for a pod of the template. Its label decides alone where it
 * is set; hosts' networks are never captured, nor are namespaces that istio-cni or
 * istiod leave out (istio `cni/pkg/util/enablement_selector.go`).
 */
export function ambientIntentOf(input: AmbientIntentInput): AmbientIntent {
  const { enablement, template, meshConfig } = input;
  const namespace = namespaceLabels(input.namespaceName, input.namespace);
  const pod = template.metadata.labels;
  if (!asksForAmbient(enablement, { namespace, pod })) {
    return leftAlone(input, { namespace, pod });
  }
  const byNamespace = asksForAmbient(enablement, { namespace, pod: {} });
  const askedBy = byNamespace ? 'namespace' : 'template';
  if (template.spec.hostNetwork) return { kind: 'host-network', askedBy };
  if (enablement.excludedNamespaces.includes(input.namespaceName)) {
    return { kind: 'namespace-ignored', askedBy, by: 'cni' };
  }
  return isDiscovered(meshConfig, namespace)
    ? { kind: 'capture', askedBy }
    : { kind: 'namespace-ignored', askedBy, by: 'discovery' };
}
