import { z } from 'zod';

const text = z.string().trim().min(1, { abort: true });

const entityRef = text.regex(/^[a-z]+:[a-z0-9_-]+\/[A-Za-z0-9._-]+$/, {
  error:
    'must be the reference of a user or group, as in group:default/operators',
});

const namespacePattern = text.regex(/^[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?$/, {
  error:
    'must be the name of a namespace; * stands for any characters, as in kube-*',
});

/** A value with a line break would end the header that carries it. */
const headerValue = text.regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, {
  error: 'must be one line of letters, digits and signs',
});

const WRITE_IDENTITY =
  'needs exactly one of token and impersonate: changes are never written with the account that the portal reads with';

const applySchema = z
  .strictObject({
    clusters: z.array(text).min(1),
    type: z.enum(['apply']),
    token: headerValue.optional(),
    impersonate: z
      .strictObject({
        user: headerValue,
        // One header carries one group: what HTTP joins with commas would be one name.
        groups: z.array(headerValue).max(1).optional(),
      })
      .optional(),
  })
  .refine(
    ({ token, impersonate }) =>
      (token === undefined) !== (impersonate === undefined),
    { error: WRITE_IDENTITY },
  );

/** `mesh.requests` of the app-config. */
export const requestsSchema = z.strictObject({
  notify: z.array(entityRef).max(50).optional(),
  expireAfter: z
    .strictObject({ days: z.number().int().min(1).max(365) })
    .optional(),
  protected: z
    .strictObject({ namespaces: z.array(namespacePattern).optional() })
    .optional(),
  deliveries: z.array(applySchema).max(100).optional(),
});
