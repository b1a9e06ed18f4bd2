import type { KubeObject } from '../apiserver/KubeObject.ts';
import { StatusError } from '../apiserver/StatusError.ts';
import type { Store } from '../apiserver/Store.ts';
import type {
  EndpointSlice,
  LabelSelector,
  Pod,
} from '../controllers/objects.ts';
import { selects } from '../controllers/selectors.ts';

interface WebhookRule {
  apiGroups?: readonly string[];
  operations?: readonly string[];
  resources?: readonly string[];
}

export interface MutatingWebhook {
  name: string;
  clientConfig: {
    url?: string;
    service?: { name: string; namespace: string; path?: string; port?: number };
  };
  failurePolicy?: string;
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  rules?: readonly WebhookRule[];
  timeoutSeconds?: number;
}

interface WebhookConfiguration extends KubeObject {
  webhooks?: readonly MutatingWebhook[];
}

const configurations =
  'mutatingwebhookconfigurations.admissionregistration.k8s.io';

/**
 * The webhooks that the API server calls for a new core object (`resource`: pods, services), in its order: by name
 * of the configuration, then as listed. The namespace selector sees the namespace's labels, the object selector
 * those of the object.
 */
export function webhooksFor(
  store: Store,
  resource: string,
  object: KubeObject,
): MutatingWebhook[] {
  const { namespace = 'default', labels } = object.metadata;
  const home = store.get({ resource: 'namespaces', name: namespace });
  return store
    .list<WebhookConfiguration>(configurations)
    .items.flatMap(configuration => configuration.webhooks ?? [])
    .filter(webhook => webhook.rules?.some(rule => covers(rule, resource)))
    .filter(webhook =>
      selects(webhook.namespaceSelector, home?.metadata.labels),
    )
    .filter(webhook => selects(webhook.objectSelector, labels));
}

function covers(
  { apiGroups = [], operations = [], resources = [] }: WebhookRule,
  resource: string,
): boolean {
  const has = (list: readonly string[], value: string) =>
    list.includes(value) || list.includes('*');
  return (
    has(apiGroups, '') && has(operations, 'CREATE') && has(resources, resource)
  );
}

/** A pod that answers for the webhook's Service, or why the call cannot be made (the API server's words). */
export type WebhookTarget = { pod: Pod } | { failure: string };

export function targetOf(
  store: Store,
  webhook: MutatingWebhook,
): WebhookTarget {
  const { service, url } = webhook.clientConfig;
  const timeout = `timeout=${webhook.timeoutSeconds ?? 10}s`;
  if (!service)
    return {
      failure: `Post "${url}?${timeout}": dial tcp: connect: connection refused`,
    };
  const { name, namespace, path = '', port = 443 } = service;
  const call = `Post "https://${name}.${namespace}.svc:${port}${path}?${timeout}"`;
  if (!store.get({ resource: 'services', namespace, name })) {
    return { failure: `${call}: service "${name}" not found` };
  }
  const pod = readyPod(store, namespace, name);
  return pod
    ? { pod }
    : { failure: `${call}: no endpoints available for service "${name}"` };
}

function readyPod(
  store: Store,
  namespace: string,
  service: string,
): Pod | undefined {
  const endpoint = store
    .list<EndpointSlice>('endpointslices.discovery.k8s.io', { namespace })
    .items.filter(
      slice =>
        slice.metadata.labels?.['kubernetes.io/service-name'] === service,
    )
    .flatMap(slice => slice.endpoints ?? [])
    .find(candidate => candidate.conditions.ready);
  const name = endpoint?.targetRef?.name;
  return typeof name === 'string'
    ? store.get<Pod>({ resource: 'pods', namespace, name })
    : undefined;
}

/** The error that a client sees when a webhook with `failurePolicy: Fail` cannot be called. */
export function webhookFailure(
  webhook: MutatingWebhook,
  failure: string,
): StatusError {
  const message = `failed calling webhook "${webhook.name}": failed to call webhook: ${failure}`;
  return new StatusError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${message}`,
    details: { causes: [{ message }] },
  });
}

/** The error that a client sees when a webhook answers and refuses; its failurePolicy does not count then. */
export function webhookDenial(
  webhook: MutatingWebhook,
  message: string,
): StatusError {
  return new StatusError({
    code: 500,
    reason: 'InternalError',
    message: `admission webhook "${webhook.name}" denied the request: ${message}`,
  });
}
