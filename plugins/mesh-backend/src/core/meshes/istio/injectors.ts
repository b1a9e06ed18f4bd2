import {
  type ClusterSnapshot,
  type Webhook,
  type WebhookConfiguration,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import {
  type Availability,
  injectorAvailability,
  type PodLabels,
  selects,
} from '../sidecar/webhooks';
import type { ControlPlane } from './controlPlane';
import { DEFAULT_REVISION, LABEL_REVISION, LABEL_TAG } from './names';

/**
 * One MutatingWebhookConfiguration that injects proxies: that of a revision, or that
 * of a tag, which points to a revision.
 */
export interface Injector {
  /** Name of the MutatingWebhookConfiguration. */
  readonly name: string;
  readonly revision: string;
  readonly tag?: string;
  /** ISO 8601. */
  readonly createdAt?: string;
  readonly webhooks: readonly Webhook[];
}

/** All of an injector's webhooks end so, in every Istio version. */
function injects({ name }: Webhook): boolean {
  return name.endsWith('sidecar-injector.istio.io');
}

/**
 * `istioctl tag set default` replaces the injector of the default revision by one of
 * the tag, and leaves the original with selectors that must never match.
 */
function isDeactivated({ namespaceSelector, objectSelector }: Webhook) {
  return [namespaceSelector, objectSelector].some(
    ({ matchLabels }) => matchLabels['istio.io/deactivated'] !== undefined,
  );
}

function injectorOf({ metadata, webhooks }: WebhookConfiguration): Injector {
  return {
    name: metadata.name,
    revision: metadata.labels[LABEL_REVISION] || DEFAULT_REVISION,
    tag: metadata.labels[LABEL_TAG],
    createdAt: metadata.creationTimestamp,
    webhooks: webhooks.filter(hook => injects(hook) && !isDeactivated(hook)),
  };
}

/**
 * Injectors that can select pods, in the order in which the API server calls them (by
 * name). The first that selects a pod injects it: those after it leave a pod alone
 * that has a proxy.
 */
export function injectorsOf(snapshot: ClusterSnapshot): Injector[] {
  return snapshot
    .kind(webhookConfigurationKind)
    .items.map(injectorOf)
    .filter(({ webhooks }) => webhooks.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The injector that the API server would ask about a pod with these labels. */
export function selectInjector(
  injectors: readonly Injector[],
  labels: PodLabels,
): Injector | undefined {
  return injectors.find(({ webhooks }) =>
    webhooks.some(hook => selects(hook, labels)),
  );
}

/** Names that `istio.io/rev` may ask for, the default ones first. */
export function revisionNames(injectors: readonly Injector[]): string[] {
  const names = new Set(
    injectors.map(({ revision, tag }) => tag ?? revision).sort(),
  );
  const isDefault = names.delete(DEFAULT_REVISION);
  return isDefault ? [DEFAULT_REVISION, ...names] : [...names];
}

/** Can the injector answer? Its istiod is that of its revision, where that runs here. */
export function availabilityOf(
  snapshot: ClusterSnapshot,
  { revisions }: ControlPlane,
  { revision, webhooks }: Injector,
): Availability {
  const available = revisions.get(revision)?.available;
  return injectorAvailability(snapshot, webhooks, available);
}
