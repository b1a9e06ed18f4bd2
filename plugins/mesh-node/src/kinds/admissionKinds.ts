import { z } from 'zod';
import type { WatchedKind } from '../WatchedKind';
import { labelSelectorSchema } from './labelSelectorSchema';
import {
  lenientList,
  lenientObject,
  optional,
  optionalString,
} from './lenient';
import { metadataSchema } from './schema';

const webhookSchema = z.object({
  name: z.string(),
  clientConfig: lenientObject({
    url: optionalString,
    service: optional(
      z.object({
        namespace: z.string(),
        name: z.string(),
        path: optionalString,
      }),
    ),
  }),
  /** What becomes of a pod while the webhook does not answer. */
  failurePolicy: optionalString,
  /** Further conditions in CEL, which only an API server can evaluate. */
  matchConditions: lenientList(z.object({ name: z.string() })),
  namespaceSelector: labelSelectorSchema,
  objectSelector: labelSelectorSchema,
});

export const webhookConfigurationSchema = z.object({
  metadata: metadataSchema,
  webhooks: lenientList(webhookSchema),
});

export type Webhook = z.output<typeof webhookSchema>;
export type WebhookConfiguration = z.output<typeof webhookConfigurationSchema>;

/**
 * Who changes pods as they are created: injectors of proxies among others. Found by
 * the names of their webhooks, so all are watched.
 */
export const webhookConfigurationKind: WatchedKind<WebhookConfiguration> = {
  group: 'admissionregistration.k8s.io',
  versions: ['v1'],
  plural: 'mutatingwebhookconfigurations',
  kind: 'MutatingWebhookConfiguration',
  schema: webhookConfigurationSchema,
};
