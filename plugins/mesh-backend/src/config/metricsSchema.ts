import { z } from 'zod';
import { parseMatchers } from './parseMatchers';

const text = z.string().trim().min(1, { abort: true });

function isWebAddress(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:';
}

/** What stands in an address is shown to people and written to logs. */
function hasNoCredentials(value: string): boolean {
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

const webAddress = text
  .refine(isWebAddress, {
    error: 'must be an address that starts with http:// or https://',
    abort: true,
  })
  .refine(hasNoCredentials, {
    error:
      'must carry no user name or password; addresses are shown and logged',
  });

/** A path follows, so nothing but a path may stand there; tokens are often put behind. */
const storeAddress = webAddress.refine(value => !/[?#]/.test(value), {
  error:
    'must end with the path, without ? and #; a token belongs under headers or bearerToken',
});

const labelName = text.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error: 'must be the name of a label, as in cluster',
});

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, {
  error: 'must be the name of an HTTP header',
});

/** A value with a line break would end the header; what is not Latin cannot be sent. */
const headerValue = text.regex(/^[\t\x20-\x7e\xa0-\xff]*$/, {
  error: 'must be one line of Latin letters, digits and signs',
});

const store = z
  .strictObject({
    url: storeAddress,
    clusterLabel: labelName.optional(),
    headers: z.record(headerName, headerValue).optional(),
    bearerToken: headerValue.optional(),
    basic: z
      .strictObject({
        username: text.regex(/^[^:]*$/, { error: 'must have no colon' }),
        password: z.string(),
      })
      .optional(),
    tenant: headerValue.optional(),
    caFile: text.optional(),
    matchers: z
      .string()
      .refine(written => parseMatchers(written) !== undefined, {
        error: 'must be matchers as in PromQL, as in env="prod"',
      })
      .optional(),
    publicUrl: webAddress.optional(),
  })
  .refine(({ bearerToken, basic }) => !bearerToken || !basic, {
    error: 'has both bearerToken and basic; only one of them can be sent',
  });

/** Names of stores are part of sentences and of the labels of Meshport's own metrics. */
const storeName = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, {
    error: 'must consist of letters, digits, dots and dashes',
  });

/** `mesh.metrics` of the app-config. */
export const metricsSchema = z.strictObject({
  stores: z.record(storeName, store).optional(),
  refresh: z
    .strictObject({ seconds: z.number().min(5).max(300).optional() })
    .optional(),
  window: z
    .strictObject({ seconds: z.number().int().min(60).max(3600).optional() })
    .optional(),
});

const milliseconds = z.strictObject({ milliseconds: z.number().min(1) });

/** `mesh.objectives` of the app-config. */
export const objectivesSchema = z.strictObject({
  // With 100 every single error were infinitely many too many.
  success: z.number().min(1).max(99.9999).optional(),
  p99: milliseconds.optional(),
  crossClusterOverhead: milliseconds.optional(),
  minRequests: z.number().int().min(1).optional(),
});

/** One address for all clusters, or one per cluster. */
const link = z.union([webAddress, z.record(z.string(), webAddress)]);

/** `mesh.links` of the app-config. */
export const linksSchema = z.strictObject({
  grafana: link.optional(),
  kiali: link.optional(),
  hubbleUi: link.optional(),
  jaeger: link.optional(),
  tempo: link.optional(),
  linkerdViz: link.optional(),
  consulUi: link.optional(),
});
