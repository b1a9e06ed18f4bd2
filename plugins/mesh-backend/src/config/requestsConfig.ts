import type { z } from 'zod';
import type { requestsSchema } from './requestsSchema';

/** As whom changes are written; `token` is secret. */
export type WriteIdentity =
  | { readonly token: string }
  | {
      readonly impersonate: {
        readonly user: string;
        readonly groups: readonly string[];
      };
    };

/** How changes get into the clusters that the names, with `*` for any characters, match. */
export interface DeliveryConfig {
  readonly clusters: readonly string[];
  readonly type: 'apply';
  readonly identity: WriteIdentity;
}

/** What is asked of the platform team, and how it is done. */
export interface RequestsConfig {
  /** Entity refs of those who are told of every request. */
  readonly notify: readonly string[];
  readonly expireAfterDays: number;
  /** Names, with `*` for any characters, of namespaces that nobody may ask to change. */
  readonly protectedNamespaces: readonly string[];
  /** The first that matches a cluster wins. */
  readonly deliveries: readonly DeliveryConfig[];
}

const DEFAULT_EXPIRE_AFTER_DAYS = 14;
const DEFAULT_PROTECTED_NAMESPACES = ['kube-*'];

/** What the schema has accepted, with defaults. */
export function requestsConfig(
  given: z.output<typeof requestsSchema> = {},
): RequestsConfig {
  return {
    notify: given.notify ?? [],
    expireAfterDays: given.expireAfter?.days ?? DEFAULT_EXPIRE_AFTER_DAYS,
    protectedNamespaces:
      given.protected?.namespaces ?? DEFAULT_PROTECTED_NAMESPACES,
    deliveries: (given.deliveries ?? []).map(
      ({ clusters, type, token, impersonate }) => ({
        clusters,
        type,
        identity:
          token === undefined
            ? {
                impersonate: {
                  user: impersonate?.user ?? '',
                  groups: impersonate?.groups ?? [],
                },
              }
            : { token },
      }),
    ),
  };
}

/** `apps-*` -> an expression for whole names; other signs stand for themselves. */
export function namesLike(patterns: readonly string[]): RegExp {
  const alternatives = patterns.map(pattern =>
    pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*'),
  );
  return new RegExp(`^(?:${alternatives.join('|')})$`);
}

/** The delivery that is configured for a cluster. */
export function deliveryFor(
  { deliveries }: Pick<RequestsConfig, 'deliveries'>,
  cluster: string,
): DeliveryConfig | undefined {
  return deliveries.find(({ clusters }) => namesLike(clusters).test(cluster));
}
