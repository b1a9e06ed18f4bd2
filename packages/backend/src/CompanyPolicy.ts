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
  meshServiceReadPermission,
} from '@meshport/plugin-mesh-common';
import {
  createMeshServiceConditionalDecision,
  meshServiceConditions,
} from '@meshport/plugin-mesh-node';

/** Runs the clusters and the meshes: may do everything. */
const PLATFORM_TEAM = 'group:default/platform-team';

/** Whoever looks around in the portal: may read everything and change nothing. */
const GUEST = 'user:default/guest';

/**
 * Closed to developers: clusters as a whole, and the Kubernetes plugin's proxy, through
 * which everything can be read that the portal's own account may read.
 */
const PLATFORM_ONLY: readonly string[] = [
  meshPlatformReadPermission.name,
  'kubernetes.proxy',
];

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * What a developer may do: of the meshes, see what their groups own, be it by the
 * catalog or because a namespace names them as its owner; of everything else, what any
 * colleague may.
 */
function decideForDeveloper(
  permission: Permission,
  claims: string[],
): PolicyDecision {
  if (isPermission(permission, meshServiceReadPermission)) {
    return createMeshServiceConditionalDecision(permission, {
      anyOf: [
        meshServiceConditions.isServiceOwner({ claims }),
        meshServiceConditions.isNamespaceOwner({ claims }),
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
