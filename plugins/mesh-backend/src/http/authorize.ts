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
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import { meshServiceResourceRef } from '@meshport/plugin-mesh-node';
import { canonicalJson } from '../core/contentHash';
import type { Reader } from '../core/views/serviceAnswers';

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
 * more call per service. Call it after the resource type has been registered.
 */
export function createAuthorize(options: {
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
}): Authorize {
  const { permissions, permissionsRegistry } = options;
  const applies = createConditionAuthorizer(
    permissionsRegistry.getPermissionRuleset(meshServiceResourceRef),
  );
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
        mayRead: service => applies(decision, service),
        readsAll: decision.result === AuthorizeResult.ALLOW,
      },
      key: canonicalJson([decision.result, conditions]),
    };
  };
}
