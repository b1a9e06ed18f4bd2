import { mockCredentials } from '@backstage/backend-test-utils';
import {
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import {
  meshPlatformReadPermission,
  meshRequestApprovePermission,
  meshRequestCreatePermission,
  meshRequestReadPermission,
  meshServiceReadPermission,
} from '@meshport/plugin-mesh-common';
import { CompanyPolicy } from './CompanyPolicy';

const refresh = createPermission({
  name: 'catalog.entity.refresh',
  attributes: { action: 'update' },
});
const readPods = createPermission({
  name: 'kubernetes.resources.read',
  attributes: { action: 'read' },
});
const proxy = createPermission({ name: 'kubernetes.proxy', attributes: {} });

const PEOPLE = {
  'a platform engineer': ['user:default/pat', 'group:default/platform-team'],
  'a developer': ['user:default/dana', 'group:default/shop'],
  'somebody without a group': ['user:default/neo'],
  'the guest': ['user:default/guest', 'group:default/shop'],
};

async function decide(permission: Permission, claims: string[]) {
  const user = {
    credentials: mockCredentials.user(claims[0]),
    info: { userEntityRef: claims[0], ownershipEntityRefs: claims },
  };
  return (await new CompanyPolicy().handle({ permission }, user)).result;
}

describe('CompanyPolicy', () => {
  it.each<[keyof typeof PEOPLE, Permission, string]>([
    ['a platform engineer', meshServiceReadPermission, 'ALLOW'],
    ['a platform engineer', meshPlatformReadPermission, 'ALLOW'],
    ['a platform engineer', refresh, 'ALLOW'],
    ['a platform engineer', proxy, 'ALLOW'],
    ['a developer', meshServiceReadPermission, 'CONDITIONAL'],
    ['a developer', meshPlatformReadPermission, 'DENY'],
    ['a developer', refresh, 'ALLOW'],
    ['a developer', readPods, 'ALLOW'],
    ['a developer', proxy, 'DENY'],
    ['a platform engineer', meshRequestApprovePermission, 'ALLOW'],
    ['a developer', meshRequestCreatePermission, 'CONDITIONAL'],
    ['a developer', meshRequestReadPermission, 'CONDITIONAL'],
    ['a developer', meshRequestApprovePermission, 'DENY'],
    ['the guest', meshRequestReadPermission, 'ALLOW'],
    ['the guest', meshRequestCreatePermission, 'DENY'],
    ['the guest', meshRequestApprovePermission, 'DENY'],
    ['somebody without a group', meshServiceReadPermission, 'CONDITIONAL'],
    ['the guest', meshServiceReadPermission, 'ALLOW'],
    ['the guest', meshPlatformReadPermission, 'ALLOW'],
    ['the guest', readPods, 'ALLOW'],
    ['the guest', refresh, 'DENY'],
    ['the guest', proxy, 'DENY'],
  ])('%s, $name: %s', async (who, permission, result) => {
    expect(await decide(permission, PEOPLE[who])).toBe(result);
  });

  it.each([meshServiceReadPermission, meshPlatformReadPermission, refresh])(
    'refuses $name to whoever is not signed in',
    async permission => {
      const decision = await new CompanyPolicy().handle({ permission });
      expect(decision.result).toBe('DENY');
    },
  );
});
