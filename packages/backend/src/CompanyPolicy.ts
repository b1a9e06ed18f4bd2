import {
  AuthorizeResult,
  isPermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  meshPlatformReadPermission,
  meshRequestApprovePermission,
  meshRequestCreatePermission,
  meshRequestReadPermission,
  meshServiceReadPermission,
} from '@meshport/plugin-mesh-common';
import {
  createMeshRequestConditionalDecision,
  createMeshServiceConditionalDecision,
  meshRequestConditions,
  meshServiceConditions,
} from '@meshport/plugin-mesh-node';

/** Runs the clusters and the meshes: may do everything. */
const PLATFORM_TEAM = 'group:default/platform-team';

/** Whoever looks around in the portal: may read everything and change nothing. */
const GUEST = 'user:default/guest';

/**
 * Closed to developers: clusters as a whole, to decide on requests, and the Kubernetes plugin's proxy, through
 * which everything can be read that the portal's own account may read.
 */
const PLATFORM_ONLY: readonly string[] = [
  meshPlatformReadPermission.name,
  meshRequestApprovePermission.name,
  'kubernetes.proxy',
];

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * What a developer may do: of the meshes, see what their groups own, and ask for
 * changes of it, be it by the catalog or because a namespace names them as its owner; of
 * requests, see those that are theirs or concern what they own; of everything else, what
 * any colleague may.
 */
function decideForDeveloper(
  permission: Permission,
  claims: string[],
): PolicyDecision {
  if (
    isPermission(permission, meshServiceReadPermission) ||
    isPermission(permission, meshRequestCreatePermission)
  ) {
    return createMeshServiceConditionalDecision(permission, {
      anyOf: [
        meshServiceConditions.isServiceOwner({ claims }),
        meshServiceConditions.isNamespaceOwner({ claims }),
      ],
    });
  }
  if (isPermission(permission, meshRequestReadPermission)) {
    return createMeshRequestConditionalDecision(permission, {
      anyOf: [
        meshRequestConditions.isRequester({ claims }),
        meshRequestConditions.concernsOwner({ claims }),
      ],
    });
  }
  return PLATFORM_ONLY.includes(permission.name) ? DENY : ALLOW;
}

/** The platform team, developers and a guest; nobody who is not signed in. */
export class CompanyPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return DENY;
    const { userEntityRef, ownershipEntityRefs } = user.info;
    if (ownershipEntityRefs.includes(PLATFORM_TEAM)) return ALLOW;
    if (userEntityRef === GUEST) {
      return permission.attributes.action === 'read' ? ALLOW : DENY;
    }
    return decideForDeveloper(permission, ownershipEntityRefs);
  }
}
