import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import { meshServiceResourceRef } from '@meshport/plugin-mesh-node';
import { canonicalJson } from '../core/contentHash';
import type { MayRead, Reader } from '../core/views/serviceAnswers';
import { filterOf } from './combineFilters';

/** What a caller may see in one request. */
export interface Access {
  /** Not even one thing may be seen. */
  readonly denied: boolean;
  readonly reader: Reader;
  /** Equal for decisions that show the same. */
  readonly key: string;
}

/** Decides what a caller may see; asks the permission framework exactly once. */
export type Authorize = (
  permission: Permission,
  credentials: BackstageCredentials,
) => Promise<Access>;

/**
 * Decisions with conditions are applied in memory, to each service, instead of by one
 * more call per service; by the query forms of the rules, as those read the parameters of
 * a condition once instead of once per service. Call it after the resource type has been
 * registered.
 */
export function createAuthorize(options: {
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
}): Authorize {
  const { permissions, permissionsRegistry } = options;
  const toFilters = createConditionTransformer(
    permissionsRegistry.getPermissionRuleset(meshServiceResourceRef),
  );
  const mayReadBy = (decision: PolicyDecision): MayRead =>
    filterOf(decision, toFilters);
  return async (permission, credentials) => {
    const decision: PolicyDecision = isResourcePermission(permission)
      ? (
          await permissions.authorizeConditional([{ permission }], {
            credentials,
          })
        )[0]
      : (await permissions.authorize([{ permission }], { credentials }))[0];
    const conditions =
      decision.result === AuthorizeResult.CONDITIONAL
        ? decision.conditions
        : null;
    return {
      denied: decision.result === AuthorizeResult.DENY,
      reader: {
        mayRead: mayReadBy(decision),
        readsAll: decision.result === AuthorizeResult.ALLOW,
      },
      key: canonicalJson([decision.result, conditions]),
    };
  };
}
