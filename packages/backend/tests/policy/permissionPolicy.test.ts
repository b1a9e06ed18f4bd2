import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import {
  type AuthService,
  type BackstageCredentials,
  type BackstagePrincipalTypes,
  type BackstageUserPrincipal,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import permissionBackend from '@backstage/plugin-permission-backend';
import { createMeshClient, MeshApiError } from '@meshport/plugin-mesh-common';
import { aNamespace, aService } from '@meshport/plugin-mesh-node/testing';
import { InMemoryClusterSource } from '../../../../plugins/mesh-backend/src/io/kube/InMemoryClusterSource';
import { createMeshPlugin } from '../../../../plugins/mesh-backend/src/plugin';
import { eventually } from '../../../../plugins/mesh-backend/src/testing/eventually';
import permissionPolicy from '../../src/permissionPolicy';

/** Groups of the people, as the catalog would have them. */
const GROUPS: Readonly<Record<string, string[]>> = {
  'user:default/dana': ['group:default/shop'],
  'user:default/mona': ['group:default/money'],
  'user:default/pat': ['group:default/platform-team'],
  'user:default/guest': ['group:default/shop'],
  'user:default/neo': [],
};

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () => ({
    async getUserInfo({ principal }) {
      const { userEntityRef } = principal as BackstageUserPrincipal;
      const groups = GROUPS[userEntityRef] ?? [];
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...groups],
      };
    },
  }),
});

/**
 * Mocked tokens forget through which plugin a user asks; without one the permission
 * backend refuses to answer with conditions.
 */
const auth = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory: ({ plugin }) => {
    const mock = mockServices.auth({ pluginId: plugin.getId() });
    return Object.assign(mock, {
      authenticate: withActor(mock.authenticate.bind(mock)),
    });
  },
});

function withActor(authenticate: AuthService['authenticate']) {
  return async (token: string): Promise<BackstageCredentials> => {
    const credentials = await authenticate(token);
    const principal = credentials.principal as BackstagePrincipalTypes['user'];
    const isPassedOn = principal.type === 'user' && token.includes('"obo"');
    return isPassedOn
      ? mockCredentials.user(principal.userEntityRef, {
          actor: { subject: 'plugin:mesh' },
        })
      : credentials;
  };
}

function entityOf(name: string, service: string, owner: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations: { 'meshport.io/services': service } },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}

/** `cart` is the shop's by the catalog, what is in `billing` the money team's by its namespace. */
function fill(source: InMemoryClusterSource) {
  source.add('west').apply(
    aNamespace({ name: 'store' }),
    aNamespace({
      name: 'billing',
      annotations: { 'meshport.io/owner': 'money' },
    }),
    aService({ namespace: 'store', name: 'cart' }),
    aService({ namespace: 'store', name: 'stock' }),
    aService({ namespace: 'billing', name: 'ledger' }),
  );
}

async function startPortal() {
  const { server } = await startTestBackend({
    features: [
      permissionBackend,
      permissionPolicy,
      userInfo,
      auth,
      httpAuthServiceFactory,
      createMeshPlugin({
        createClusterSource: watching => {
          const source = new InMemoryClusterSource(watching);
          fill(source);
          return source;
        },
      }),
      mockServices.rootConfig.factory({
        data: { permission: { enabled: true } },
      }),
      catalogServiceMock.factory({
        entities: [entityOf('cart', 'store/cart', 'group:default/shop')],
      }),
    ],
  });
  const client = createMeshClient({
    discoveryApi: {
      getBaseUrl: async plugin =>
        `http://localhost:${server.port()}/api/${plugin}`,
    },
  });
  const as = (user: string) => ({
    token: mockCredentials.user.token(`user:default/${user}`),
  });
  await eventually(async () => {
    const { total, items } = await client.listServices(
      { params: {} },
      as('guest'),
    );
    const isMatched = items.some(({ owners }) => owners.length > 0);
    return total === 3 && isMatched ? true : undefined;
  });
  return { client, as };
}

describe('the policy, in the permission backend', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;

  beforeAll(async () => {
    portal = await startPortal();
  });

  it.each([
    ['pat', ['billing/ledger', 'store/cart', 'store/stock']],
    ['guest', ['billing/ledger', 'store/cart', 'store/stock']],
    ['dana', ['store/cart']],
    ['mona', ['billing/ledger']],
    ['neo', []],
  ])('shows %s these services: %s', async (user, services) => {
    const { client, as } = portal;
    const { items, total } = await client.listServices(
      { params: {} },
      as(user),
    );
    expect(items.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(
      services,
    );
    expect(total).toBe(services.length);
  });

  it.each([
    ['pat', ['billing', 'store']],
    ['dana', ['store']],
    ['mona', ['billing']],
    ['neo', []],
  ])('shows %s these namespaces: %s', async (user, namespaces) => {
    const { client, as } = portal;
    const { items } = await client.listNamespaces({ params: {} }, as(user));
    expect(items.map(({ name }) => name)).toEqual(namespaces);
  });

  it.each([
    ['pat', undefined],
    ['guest', undefined],
    ['dana', 403],
  ])('lets %s see the clusters: %s', async (user, refused) => {
    const { client, as } = portal;
    for (const asked of [client.listClusters, client.getSetup]) {
      const status = await asked({ params: {} }, as(user)).then(
        () => undefined,
        (error: MeshApiError) => error.status,
      );
      expect(status).toBe(refused);
    }
  });
});
