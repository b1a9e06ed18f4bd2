import {
  type ClusterSnapshot,
  deploymentKind,
  endpointSliceKind,
  isReadable,
  matchesSelector,
  type Namespace,
  type Webhook,
  type WebhookConfiguration,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';

type Labels = Readonly<Record<string, string>>;

export interface PodLabels {
  readonly namespace: Labels;
  readonly pod: Labels;
}

/** Labels of a namespace as selectors see them. */
export function namespaceLabels(
  name: string,
  namespace: Namespace | undefined,
): Labels {
  return {
    // The API server sets it on every namespace.
    'kubernetes.io/metadata.name': name,
    ...namespace?.metadata.labels,
  };
}

/** Configurations with those of their webhooks that have such a name. */
export function configurationsOf(
  snapshot: ClusterSnapshot,
  isInjector: (name: string) => boolean,
): WebhookConfiguration[] {
  return snapshot
    .kind(webhookConfigurationKind)
    .items.flatMap(({ metadata, webhooks }) => {
      const own = webhooks.filter(({ name }) => isInjector(name));
      return own.length > 0 ? [{ metadata, webhooks: own }] : [];
    });
}

/** Would the API server ask this webhook about a pod with these labels? */
export function selects(hook: Webhook, { namespace, pod }: PodLabels): boolean {
  return (
    matchesSelector(hook.namespaceSelector, namespace) &&
    matchesSelector(hook.objectSelector, pod)
  );
}

/** Is a pod refused that one of these is asked about and does not answer for? */
export function isNeeded(
  webhooks: readonly Webhook[],
  labels: PodLabels,
): boolean {
  return webhooks.some(
    // `Fail` is the API server's default.
    hook => selects(hook, labels) && hook.failurePolicy !== 'Ignore',
  );
}

/** Does a pod answer behind the Service of one of these webhooks? */
function hasReadyEndpoint(
  snapshot: ClusterSnapshot,
  webhooks: readonly Webhook[],
): boolean {
  return webhooks.some(({ clientConfig: { service } }) =>
    snapshot
      .kind(endpointSliceKind)
      .items.some(
        ({ metadata, endpoints }) =>
          metadata.namespace === service?.namespace &&
          metadata.labels['kubernetes.io/service-name'] === service?.name &&
          endpoints.some(({ conditions }) => conditions.ready !== false),
      ),
  );
}

/** `unknown`: what would tell could not be read. */
export type Availability = 'available' | 'unavailable' | 'unknown';

/** What says whether an injector can answer. */
export const AVAILABILITY_KINDS = [deploymentKind, endpointSliceKind] as const;

/**
 * Can an injector answer? By the replicas of its Deployment that are available where it
 * runs in this cluster; else by the endpoints of the webhook's Service. One at a URL is
 * outside and is taken to answer. That it cannot is said only where both would have
 * shown it.
 */
export function injectorAvailability(
  snapshot: ClusterSnapshot,
  webhooks: readonly Webhook[],
  available: number | undefined,
): Availability {
  const [deployments, endpointSlices] = AVAILABILITY_KINDS.map(kind =>
    isReadable(snapshot.kind<unknown>(kind)),
  );
  if (available !== undefined && deployments) {
    return available > 0 ? 'available' : 'unavailable';
  }
  if (webhooks.length > 0 && webhooks.every(hook => hook.clientConfig.url)) {
    return 'available';
  }
  if (endpointSlices && hasReadyEndpoint(snapshot, webhooks)) {
    return 'available';
  }
  return deployments && endpointSlices ? 'unavailable' : 'unknown';
}
