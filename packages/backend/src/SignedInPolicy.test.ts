import { mockCredentials } from '@backstage/backend-test-utils';
import {
  meshPlatformReadPermission,
  meshServiceReadPermission,
} from '@meshport/plugin-mesh-common';
import { SignedInPolicy } from './SignedInPolicy';

const user = {
  credentials: mockCredentials.user(),
  info: { userEntityRef: 'user:default/guest', ownershipEntityRefs: [] },
};

describe('SignedInPolicy', () => {
  it.each([meshPlatformReadPermission, meshServiceReadPermission])(
    'allows $name to whoever is signed in, and to nobody else',
    async permission => {
      const policy = new SignedInPolicy();
      expect((await policy.handle({ permission }, user)).result).toBe('ALLOW');
      expect((await policy.handle({ permission })).result).toBe('DENY');
    },
  );
});
