import type { Namespace, PodTemplate } from '@meshport/plugin-mesh-node';
import { namespaceLabels } from '../sidecar/webhooks';
import type { Verdict } from '../sidecar/verdicts';
import { type Injector, selectInjector } from './injectors';
import {
  DEFAULT_REVISION,
  IGNORED_NAMESPACES,
  LABEL_INJECT,
  LABEL_INJECTION,
  LABEL_REVISION,
} from './names';
import { bringsProxy } from './proxies';

type Labels = Readonly<Record<string, string>>;

/** Whose label asks: the namespace's, the pod template's, or nobody's. */
type AskedBy = 'namespace' | 'template' | 'default';

/** What Istio would do with the next pod of a template, and why. */
export type Intent =
  | { kind: 'inject'; injector: Injector; askedBy: AskedBy; label?: string }
  | { kind: 'brings-proxy' }
  | {
      kind: 'revision-not-found';
      asked: string;
      askedBy: AskedBy;
      label: string;
    }
  /** `remove`: the namespace label without which the other one works as it says. */
  | {
      kind: 'conflict';
      between: 'namespace' | 'namespace-and-pod';
      remove: string;
    }
  /** Something else stands in the way of injection. */
  | { kind: 'blocked'; verdict: Verdict }
  | { kind: 'host-network' }
  | { kind: 'namespace-ignored' }
  | { kind: 'opted-out'; by: 'label' | 'annotation' }
  /** `refusal`: what the namespace's injection label says instead of `enabled`. */
  | { kind: 'none'; refusal?: string };

export interface IntentInput {
  /** Undefined for a namespace that is not known (just deleted). */
  readonly namespace?: Namespace;
  readonly namespaceName: string;
  readonly template: PodTemplate;
  readonly templateFrom: 'controller' | 'pods';
  readonly injectors: readonly Injector[];
}

function without(labels: Labels, ...keys: readonly string[]): Labels {
  return Object.fromEntries(
    Object.entries(labels).filter(([key]) => !keys.includes(key)),
  );
}

/** Pod labels as if the pod had not opted out: what is asked for around it. */
function withoutOptOut(labels: Labels): Labels {
  return labels[LABEL_INJECT] === 'false'
    ? without(labels, LABEL_INJECT)
    : labels;
}

/** The revision or tag that the labels ask for, and whose label it is. */
function asked(
  namespace: Labels,
  pod: Labels,
): { name: string; by: AskedBy; label: string } | undefined {
  if (namespace[LABEL_INJECTION] === 'enabled') {
    return { name: DEFAULT_REVISION, by: 'namespace', label: LABEL_INJECTION };
  }
  if (namespace[LABEL_INJECTION] !== undefined) return undefined;
  if (namespace[LABEL_REVISION] !== undefined) {
    const name = namespace[LABEL_REVISION];
    return { name, by: 'namespace', label: LABEL_REVISION };
  }
  if (pod[LABEL_REVISION] !== undefined) {
    return { name: pod[LABEL_REVISION], by: 'template', label: LABEL_REVISION };
  }
  return pod[LABEL_INJECT] === 'true'
    ? { name: DEFAULT_REVISION, by: 'template', label: LABEL_INJECT }
    : undefined;
}

function conflict(
  namespace: Labels,
  pod: Labels,
  injectors: readonly Injector[],
): Intent | undefined {
  const injection = namespace[LABEL_INJECTION];
  if (injection === undefined) return undefined;
  if (namespace[LABEL_REVISION] !== undefined) {
    const effective = selectInjector(injectors, { namespace, pod });
    const other = selectInjector(injectors, {
      namespace: without(namespace, LABEL_INJECTION),
      pod,
    });
    if (effective && effective.revision === other?.revision) return undefined;
    const remove = !effective && other ? LABEL_INJECTION : LABEL_REVISION;
    return { kind: 'conflict', between: 'namespace', remove };
  }
  const podAsks =
    pod[LABEL_INJECT] === 'true' || pod[LABEL_REVISION] !== undefined;
  return injection === 'disabled' && podAsks
    ? {
        kind: 'conflict',
        between: 'namespace-and-pod',
        remove: LABEL_INJECTION,
      }
    : undefined;
}

const YES = ['y', 'yes', 'true', 'on'];

/** istiod takes everything for a no that is neither a yes nor empty (inject.go `injectRequired`). */
function refuses(value: string | undefined): boolean {
  return Boolean(value) && !YES.includes(String(value).toLowerCase());
}

/** The label wins over the annotation of the same name, which can only refuse. */
function optOut({ metadata }: PodTemplate): 'label' | 'annotation' | undefined {
  const label = metadata.labels[LABEL_INJECT];
  if (label !== undefined) return refuses(label) ? 'label' : undefined;
  return refuses(metadata.annotations[LABEL_INJECT]) ? 'annotation' : undefined;
}

/** What the handler of a selected pod does with it (istio `injectRequired`). */
function handle(
  input: IntentInput,
  selected: Extract<Intent, { kind: 'inject' }>,
): Intent {
  const { template } = input;
  if (IGNORED_NAMESPACES.includes(input.namespaceName)) {
    return { kind: 'namespace-ignored' };
  }
  const by = optOut(template);
  if (by) return { kind: 'opted-out', by };
  return template.spec.hostNetwork ? { kind: 'host-network' } : selected;
}

/**
 * What Istio would do with the next pod of a template. The selectors of the cluster's
 * own injectors decide, as the API server evaluates them, then the rules of the
 * injector's handler; labels are read only to explain why nothing was selected.
 *
 * Where the words "declared" and "conflicting" leave a choice:
 * - both labels on a namespace conflict only if they ask for different revisions, or
 *   if `istio-injection` blocks what `istio.io/rev` asks for. Only then does removing
 *   one change anything. They conflict even where the revision does not exist, since
 *   `istio.io/rev` has no effect beside the other label;
 * - a pod that asks for injection in a namespace labelled `disabled` conflicts too;
 * - a template that opts out is not on the host network by mistake: it is opted out;
 * - a namespace that says `istio-injection=disabled` alone was never declared.
 */
export function intentOf(input: IntentInput): Intent {
  const { template, injectors } = input;
  const namespace = namespaceLabels(input.namespaceName, input.namespace);
  const pod = withoutOptOut(template.metadata.labels);
  if (input.templateFrom === 'controller' && bringsProxy(template)) {
    return { kind: 'brings-proxy' };
  }
  const conflicting = conflict(namespace, pod, injectors);
  if (conflicting) return conflicting;
  const injector = selectInjector(injectors, { namespace, pod });
  const request = asked(namespace, pod);
  if (injector) {
    const askedBy = request?.by ?? 'default';
    return handle(input, {
      kind: 'inject',
      injector,
      askedBy,
      label: request?.label,
    });
  }
  if (request) {
    return {
      kind: 'revision-not-found',
      asked: request.name,
      askedBy: request.by,
      label: request.label,
    };
  }
  return { kind: 'none', refusal: namespace[LABEL_INJECTION] };
}
