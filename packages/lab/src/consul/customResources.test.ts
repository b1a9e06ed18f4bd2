import type { DraftObject, KubeObject } from '../apiserver/KubeObject.ts';
import { aCluster, aNamespace, TEST_NOW } from '../testing/clusters.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { aConsul } from './consulFixture.ts';
import type { SyncedResource } from './controlPlane.ts';

const GROUP = 'consul.hashicorp.com';

function aResource(kind: string, name: string, spec: object): DraftObject {
  return {
    apiVersion: `${GROUP}/v1alpha1`,
    kind,
    metadata: { name, namespace: 'shop' },
    spec,
  };
}

const aPeering = (kind: string) =>
  aResource(kind, 'other', {
    peer: { secret: { name: 'token', key: 'data', backend: 'kubernetes' } },
  });

function withConsul(...objects: DraftObject[]): SimulatedCluster {
  return aCluster([...aConsul(), aNamespace('shop'), ...objects], {
    serves: ['consul'],
  });
}

function get<T extends KubeObject = SyncedResource>(
  { store }: SimulatedCluster,
  plural: string,
  name: string,
): T | undefined {
  const resource = plural === 'secrets' ? plural : `${plural}.${GROUP}`;
  return store.get<T>({ resource, namespace: 'shop', name });
}

function stopInjector({ store, timeline }: SimulatedCluster): void {
  store.patch(
    {
      resource: 'deployments.apps',
      namespace: 'consul',
      name: 'consul-connect-injector',
    },
    { type: 'merge', body: { spec: { replicas: 0 } } },
    { manager: 'test' },
  );
  timeline.runFor(30_000);
}

describe('an entry of the configuration', () => {
  const entry = aResource('ServiceDefaults', 'cart', { protocol: 'http' });
  const ref = {
    resource: `servicedefaults.${GROUP}`,
    namespace: 'shop',
    name: 'cart',
  };

  it('is synced, and kept until it is out of Consul too', () => {
    const cluster = withConsul(entry);
    const synced = get(cluster, 'servicedefaults', 'cart');
    expect(synced?.metadata.finalizers).toEqual([
      'finalizers.consul.hashicorp.com',
    ]);
    expect(synced?.status).toEqual({
      conditions: [
        {
          lastTransitionTime: expect.any(String),
          status: 'True',
          type: 'Synced',
        },
      ],
      lastSyncedTime: expect.any(String),
    });
    cluster.store.delete(ref);
    cluster.timeline.runFor(1_000);
    expect(get(cluster, 'servicedefaults', 'cart')).toBeUndefined();
  });

  it('moves its time with every change of its spec', () => {
    const cluster = withConsul(entry);
    cluster.store.patch(
      ref,
      { type: 'merge', body: { spec: { protocol: 'grpc' } } },
      { manager: 'test' },
    );
    cluster.timeline.runFor(1_000);
    const time = get(cluster, 'servicedefaults', 'cart')?.status
      ?.lastSyncedTime;
    expect(Date.parse(time ?? '')).toBeGreaterThanOrEqual(TEST_NOW.getTime());
  });

  it('says why Consul refuses it, until it is mended', () => {
    const cluster = withConsul(
      aResource('ServiceResolver', 'cart', { defaultSubset: 'nope' }),
    );
    const condition = () =>
      get(cluster, 'serviceresolvers', 'cart')?.status?.conditions?.[0];
    expect(condition()).toMatchObject({
      message:
        'writing config entry to consul: Unexpected response code: 500 (DefaultSubset "nope" is not a valid subset)',
      reason: 'ConsulAgentError',
      status: 'False',
    });
    cluster.store.patch(
      { ...ref, resource: `serviceresolvers.${GROUP}` },
      {
        type: 'merge',
        body: { spec: { subsets: { nope: { filter: 'x' } } } },
      },
      { manager: 'test' },
    );
    cluster.timeline.runFor(1_000);
    expect(condition()?.status).toBe('True');
  });

  it('is refused permissive mutual TLS until the Mesh allows it', () => {
    const cluster = withConsul(
      aResource('Mesh', 'mesh', {}),
      aResource('ServiceDefaults', 'cart', { mutualTLSMode: 'permissive' }),
    );
    const condition = () =>
      get(cluster, 'servicedefaults', 'cart')?.status?.conditions?.[0];
    expect(condition()).toMatchObject({
      message: expect.stringContaining(
        'cannot set MutualTLSMode=permissive because AllowEnablingPermissiveMutualTLS=false',
      ),
      reason: 'ConsulAgentError',
      status: 'False',
    });
    cluster.store.patch(
      { ...ref, resource: `meshes.${GROUP}`, name: 'mesh' },
      {
        type: 'merge',
        body: { spec: { allowEnablingPermissiveMutualTLS: true } },
      },
      { manager: 'test' },
    );
    cluster.timeline.runFor(1_000);
    expect(condition()?.status).toBe('True');
  });

  it('neither is synced nor goes while the injector is down', () => {
    const cluster = withConsul(entry);
    stopInjector(cluster);
    const late = aResource('ServiceDefaults', 'late', { protocol: 'http' });
    cluster.store.create(`servicedefaults.${GROUP}`, late, {
      manager: 'test',
    });
    cluster.store.delete(ref);
    cluster.timeline.runFor(10_000);
    expect(get(cluster, 'servicedefaults', 'late')?.status).toBeUndefined();
    expect(
      get(cluster, 'servicedefaults', 'cart')?.metadata.deletionTimestamp,
    ).toBeDefined();
  });
});

describe('peerings', () => {
  it('an acceptor makes a token, which goes with it', () => {
    const cluster = withConsul(aPeering('PeeringAcceptor'));
    const token = get<KubeObject>(cluster, 'secrets', 'token');
    expect(token?.metadata.labels).toEqual({
      'consul.hashicorp.com/peering-token': 'true',
    });
    expect(token?.data).toHaveProperty('data');
    expect(get(cluster, 'peeringacceptors', 'other')?.status).toMatchObject({
      conditions: [{ status: 'True', type: 'Synced' }],
      secret: { name: 'token', key: 'data', backend: 'kubernetes' },
    });
    cluster.store.delete({
      resource: `peeringacceptors.${GROUP}`,
      namespace: 'shop',
      name: 'other',
    });
    cluster.timeline.runFor(1_000);
    expect(get(cluster, 'secrets', 'token')).toBeUndefined();
  });

  it('a token that somebody deletes is made anew', () => {
    const cluster = withConsul(aPeering('PeeringAcceptor'));
    cluster.store.delete({
      resource: 'secrets',
      namespace: 'shop',
      name: 'token',
    });
    cluster.timeline.runFor(1_000);
    expect(get(cluster, 'secrets', 'token')).toBeDefined();
  });

  it('a dialer waits for the token that it names', () => {
    const cluster = withConsul(aPeering('PeeringDialer'));
    const status = () => get(cluster, 'peeringdialers', 'other')?.status;
    expect(status()?.conditions).toMatchObject([
      {
        message: 'PeeringDialer spec.peer.secret does not exist',
        reason: 'InternalError',
        status: 'False',
      },
    ]);
    const secret = cluster.store.create(
      'secrets',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'token', namespace: 'shop' },
        stringData: { data: 'of another cluster' },
      },
      { manager: 'test' },
    );
    cluster.timeline.runFor(1_000);
    expect(status()).toMatchObject({
      conditions: [{ status: 'True' }],
      secret: {
        name: 'token',
        key: 'data',
        backend: 'kubernetes',
        resourceVersion: secret.metadata.resourceVersion,
      },
    });
  });
});
