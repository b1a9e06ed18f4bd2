import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import {
  meshRequestApprovePermission,
  meshRequestCreatePermission,
  meshRequestReadPermission,
  meshServiceReadPermission,
} from '@meshport/plugin-mesh-common';
import {
  meshRequestResourceRef,
  meshServiceResourceRef,
} from '@meshport/plugin-mesh-node';
import type { Caller } from '../service/requests/Caller';
import { filterOf } from './combineFilters';

type Principal = BackstageUserPrincipal | BackstageServicePrincipal;

/** Who calls, with what they may do; asks the permission framework exactly once. */
export type AuthorizeRequests = (
  credentials: BackstageCredentials<Principal>,
) => Promise<Caller>;

/** Call it after the resource types have been registered. */
export function createAuthorizeRequests(options: {
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
}): AuthorizeRequests {
  const { permissions, permissionsRegistry } = options;
  const ofServices = createConditionTransformer(
    permissionsRegistry.getPermissionRuleset(meshServiceResourceRef),
  );
  const ofRequests = createConditionTransformer(
    permissionsRegistry.getPermissionRuleset(meshRequestResourceRef),
  );
  return async credentials => {
    const { principal } = credentials;
    const [create, read, approve, see] = await permissions.authorizeConditional(
      [
        { permission: meshRequestCreatePermission },
        { permission: meshRequestReadPermission },
        { permission: meshRequestApprovePermission },
        { permission: meshServiceReadPermission },
      ],
      { credentials },
    );
    const isPerson = principal.type === 'user';
    return {
      ref: isPerson ? principal.userEntityRef : undefined,
      isActedFor: isPerson && principal.actor !== undefined,
      reader: {
        mayRead: filterOf(see, ofServices),
        readsAll: see.result === AuthorizeResult.ALLOW,
      },
      mayCreate: filterOf(create, ofServices),
      mayRead: filterOf(read, ofRequests),
      mayApprove: filterOf(approve, ofRequests),
    };
  };
}
