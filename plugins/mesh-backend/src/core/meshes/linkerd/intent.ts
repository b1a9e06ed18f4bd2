import {
  matchesSelector,
  type Namespace,
  type PodTemplate,
} from '@meshport/plugin-mesh-node';
import type { Injector } from '../sidecar/injector';
import { namespaceLabels, type PodLabels, selects } from '../sidecar/webhooks';
import { ADMISSION_WEBHOOKS, INJECT } from './names';
import type { OtherMeshes, OtherMode } from './otherMeshes';
import { proxyContainer } from './proxies';

/** Whose annotation asks: the namespace's, or the pod template's. */
export type AskedBy = 'namespace' | 'template';

/** Why somebody who says something about Linkerd does not ask for it. */
export type Refusal =
  /** The namespace says `disabled`. */
  | { kind: 'disabled' }
  /** The namespace says something that Linkerd does not understand. */
  | { kind: 'other-value'; value: string }
  /** It stands as a label, where Linkerd does not look. */
  | { kind: 'label'; on: AskedBy };

/** What Linkerd would do with the next pod of a template, and why. */
export type Intent =
  | { kind: 'inject'; askedBy: AskedBy }
  | { kind: 'brings-proxy' }
  | { kind: 'not-installed'; askedBy: AskedBy }
  /** Another mesh would have the pod too. */
  | { kind: 'conflict'; askedBy: AskedBy; with: OtherMode }
  /** The template asks, and a value on the namespace stops it. */
  | { kind: 'invalid-namespace'; value: string }
  | { kind: 'host-network'; askedBy: AskedBy }
  /** `byLabel`: not for its name, but as its label says so. */
  | { kind: 'namespace-ignored'; askedBy: AskedBy; byLabel: boolean }
  | { kind: 'opted-out'; value: string }
  | { kind: 'none'; refusal?: Refusal };

export interface IntentInput {
  /** Undefined for a namespace that is not known (just deleted). */
  readonly namespace?: Namespace;
  readonly namespaceName: string;
  readonly template: PodTemplate;
  readonly templateFrom: 'controller' | 'pods';
  readonly injector?: Injector;
  readonly others: OtherMeshes;
}

function asks(value: string | undefined): boolean {
  return value === 'enabled' || value === 'ingress';
}

/** What Linkerd understands; an empty annotation is none. */
function isValid(value: string | undefined): boolean {
  return !value || value === 'disabled' || asks(value);
}

function refusalOf(
  { namespace, template }: IntentInput,
  value: string | undefined,
): Refusal | undefined {
  if (value && !isValid(value)) return { kind: 'other-value', value };
  if (value === 'disabled') return { kind: 'disabled' };
  if (template.metadata.annotations[INJECT]) return undefined;
  if (asks(namespace?.metadata.labels[INJECT])) {
    return { kind: 'label', on: 'namespace' };
  }
  return asks(template.metadata.labels[INJECT])
    ? { kind: 'label', on: 'template' }
    : undefined;
}

function without(
  labels: Readonly<Record<string, string>>,
  key: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels).filter(([other]) => other !== key),
  );
}

/** Whether the API server asks the injector; a namespace that it leaves out is ignored. */
function selected(
  { webhooks }: Injector,
  labels: PodLabels,
  askedBy: AskedBy,
): Intent | undefined {
  const isSelected = (asked: PodLabels) =>
    webhooks.some(hook => selects(hook, asked));
  if (isSelected(labels)) return undefined;
  const isOfPods = webhooks.some(({ objectSelector }) =>
    matchesSelector(objectSelector, labels.pod),
  );
  if (!isOfPods) return { kind: 'none' };
  const namespace = without(labels.namespace, ADMISSION_WEBHOOKS);
  const byLabel = isSelected({ ...labels, namespace });
  return { kind: 'namespace-ignored', askedBy, byLabel };
}

/** What becomes of a pod that somebody asks into the mesh. */
function whenAsked(input: IntentInput, askedBy: AskedBy): Intent {
  const { injector, template, others } = input;
  if (!injector) return { kind: 'not-installed', askedBy };
  const labels = {
    namespace: namespaceLabels(input.namespaceName, input.namespace),
    pod: template.metadata.labels,
  };
  const leftOut = selected(injector, labels, askedBy);
  if (leftOut) return leftOut;
  const value = template.metadata.annotations[INJECT];
  if (value === 'disabled' || !isValid(value)) {
    return { kind: 'opted-out', value: value ?? '' };
  }
  if (template.spec.hostNetwork) return { kind: 'host-network', askedBy };
  const other = others.takes(labels, template);
  return other
    ? { kind: 'conflict', askedBy, with: other }
    : { kind: 'inject', askedBy };
}

/**
 * What Linkerd would do with the next pod of a template: the truth table of linkerd2
 * `pkg/inject/report.go`, after the selectors of the cluster's own injector. A value
 * that Linkerd does not understand, on the namespace or on the template, stops
 * injection whatever the other says.
 */
export function intentOf(input: IntentInput): Intent {
  const { namespace, template, templateFrom } = input;
  if (templateFrom === 'controller' && proxyContainer(template.spec)) {
    return { kind: 'brings-proxy' };
  }
  const value = namespace?.metadata.annotations[INJECT];
  const podAsks = asks(template.metadata.annotations[INJECT]);
  if (asks(value)) return whenAsked(input, 'namespace');
  if (podAsks && value && !isValid(value)) {
    return { kind: 'invalid-namespace', value };
  }
  if (podAsks) return whenAsked(input, 'template');
  return { kind: 'none', refusal: refusalOf(input, value) };
}
