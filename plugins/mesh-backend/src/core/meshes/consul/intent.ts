import {
  matchesSelector,
  type Namespace,
  type PodTemplate,
} from '@meshport/plugin-mesh-node';
import { parseBoolean } from '../../model/parseBoolean';
import { namespaceLabels } from '../sidecar/webhooks';
import type { Injector, TakenBy } from './controlPlane';
import { INJECT, INJECT_STATUS, SYSTEM_NAMESPACES } from './names';
import { proxyContainers } from './proxies';

/** Who asks: the pod template, or the injector by itself. */
type AskedBy = 'template' | 'default';

/** Why the injector leaves a namespace alone. */
export type Ignored = 'always' | 'selector' | 'denied' | 'not-allowed';

/** What Consul would do with the next pod of a template, and why. */
export type Intent =
  | { kind: 'inject'; askedBy: AskedBy }
  | { kind: 'brings-proxy' }
  | { kind: 'not-installed' }
  | { kind: 'namespace-ignored'; why: Ignored }
  /** `status`: the annotation that says that it is done was copied. */
  | { kind: 'opted-out'; by: 'annotation' | 'status' | 'value'; value: string }
  | { kind: 'none' };

export interface IntentInput {
  /** Undefined for a namespace that is not known (just deleted). */
  readonly namespace?: Namespace;
  readonly namespaceName: string;
  readonly template: PodTemplate;
  readonly templateFrom: 'controller' | 'pods';
  readonly injector?: Injector;
}

/** Undefined for namespaces whose pods the injector takes. */
export function ignoredBy(
  { webhooks, settings }: TakenBy,
  name: string,
  namespace: Namespace | undefined,
): Ignored | undefined {
  const labels = namespaceLabels(name, namespace);
  const isSelected = webhooks.some(({ namespaceSelector }) =>
    matchesSelector(namespaceSelector, labels),
  );
  if (SYSTEM_NAMESPACES.includes(name)) return 'always';
  if (!isSelected) return 'selector';
  if (settings.denied.includes(name)) return 'denied';
  const { allowed } = settings;
  return allowed.includes('*') || allowed.includes(name)
    ? undefined
    : 'not-allowed';
}

/** What becomes of a pod that has to have a proxy, as somebody asks for it. */
function whenAsked(
  { template, templateFrom, namespace, namespaceName }: IntentInput,
  injector: Injector,
  askedBy: AskedBy,
): Intent {
  const isOfPods = injector.webhooks.some(({ objectSelector }) =>
    matchesSelector(objectSelector, template.metadata.labels),
  );
  if (!isOfPods) return { kind: 'none' };
  const why = ignoredBy(injector, namespaceName, namespace);
  if (why) {
    return askedBy === 'template'
      ? { kind: 'namespace-ignored', why }
      : { kind: 'none' };
  }
  const status = template.metadata.annotations[INJECT_STATUS];
  // On a pod with a proxy it is the injector's own.
  const isCopied =
    templateFrom === 'controller' ||
    proxyContainers(template.spec).length === 0;
  return status && isCopied
    ? { kind: 'opted-out', by: 'status', value: status }
    : { kind: 'inject', askedBy };
}

/**
 * What Consul would do with the next pod of a template: `shouldInject` of consul-k8s
 * `connect-inject/webhook`, after the selectors of its webhook. A template that says
 * `false` is opted out, whether pods that say nothing would be injected or not. A value
 * that is neither yes nor no makes the injector refuse the pod.
 */
export function intentOf(input: IntentInput): Intent {
  const { template, templateFrom, injector } = input;
  const hasProxy = proxyContainers(template.spec).length > 0;
  if (templateFrom === 'controller' && hasProxy)
    return { kind: 'brings-proxy' };
  const value = template.metadata.annotations[INJECT];
  const asked = parseBoolean(value);
  if (!injector) return { kind: asked ? 'not-installed' : 'none' };
  if (value !== undefined && !asked) {
    const by = asked === false ? 'annotation' : 'value';
    return { kind: 'opted-out', by, value };
  }
  if (asked) return whenAsked(input, injector, 'template');
  return injector.settings.defaultInject
    ? whenAsked(input, injector, 'default')
    : { kind: 'none' };
}
