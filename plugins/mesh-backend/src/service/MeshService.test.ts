import { text } from '@meshport/plugin-mesh-common';
import { ConfigReader } from '@backstage/config';
import { readMeshConfig } from '../config/readMeshConfig';
import { NO_METRICS } from '../core/metrics/MetricsState';
import type { CatalogEntity } from '../core/catalog/EntityMatch';
import { FakeClock } from '../io/FakeClock';
import { InMemoryCatalogIndex } from '../io/catalog/InMemoryCatalogIndex';
import { aModel, aServiceModel } from '../testing/modelBuilders';
import type { PublishedCluster } from './ClusterModels';
import { MeshService } from './MeshService';

const CART: CatalogEntity = {
  ref: 'component:default/cart',
  kind: 'component',
  namespace: 'default',
  name: 'cart',
  annotations: { 'meshport.io/services': 'shop/cart' },
  owners: ['group:default/shop'],
  parts: [],
};

/** Whoever may read everything. */
const EVERYBODY = { mayRead: () => true, readsAll: true };

function published(hash: string): PublishedCluster {
  return {
    name: 'west',
    reachability: { status: 'live' },
    model: aModel({ services: [aServiceModel()] }),
    hash,
  };
}

function setUp(options: { codeVersion?: string } = {}) {
  let clusters: readonly PublishedCluster[] = [published('1')];
  let notify = () => {};
  const catalog = new InMemoryCatalogIndex();
  const service = new MeshService({
    config: readMeshConfig(new ConfigReader({}), ['istio']),
    models: {
      published: () => clusters,
      subscribe: listener => {
        notify = listener;
        return () => {
          notify = () => {};
        };
      },
    },
    catalog,
    upkeep: {
      source: { clusters: () => [], listFailure: () => undefined },
      processUsage: () => ({
        residentBytes: 2,
        heapUsedBytes: 1,
        startedAt: '2026-01-01T00:00:00.000Z',
      }),
      warnings: [],
      metrics: { state: () => NO_METRICS, reports: () => new Map() },
    },
    clock: new FakeClock(),
    metrics: { state: () => NO_METRICS, subscribe: () => () => {} },
    ranges: {
      range: async () => {
        throw new Error('There is no store to ask');
      },
    },
    pastCalls: {
      stateAt: async () => {
        throw new Error('There is no store to ask');
      },
      signal: new AbortController().signal,
    },
    faultOf: store => ({ reason: text('store.own-fault', { store }) }),
    codeVersion: options.codeVersion ?? '1',
  });
  const publish = (next: PublishedCluster) => {
    clusters = [next];
    notify();
  };
  const params = { kind: 'Component', namespace: 'default', name: 'cart' };
  const entity = () =>
    service.getEntity({ params, query: {}, reader: EVERYBODY });
  return { service, catalog, publish, entity };
}

describe('MeshService', () => {
  it('does not take an entity for unknown while the catalog has not been read', () => {
    const { entity, catalog } = setUp();
    expect(entity).toThrow(/catalog has not been read yet/);
    catalog.set([]);
    expect(entity()).toBeUndefined();
    catalog.set([CART]);
    expect(entity()?.services).toHaveLength(1);
  });

  it('does not say that somebody owns nothing while the catalog has not been read', () => {
    const { service, catalog } = setUp();
    const query = { owner: ['group:default/shop'], limit: 50 };
    const list = () =>
      service.listServices({
        params: {},
        query: { ...query, sort: 'name', order: 'asc' },
        reader: EVERYBODY,
      });
    expect(list).toThrow(/catalog has not been read yet/);
    catalog.set([CART]);
    expect(list().total).toBe(1);
  });

  it('does not call a cluster unknown that has no model yet', () => {
    const { entity, catalog, publish } = setUp();
    const annotations = { ...CART.annotations, 'meshport.io/clusters': 'west' };
    catalog.set([{ ...CART, annotations }]);
    const { model, ...withoutModel } = published('1');
    const whenKnown = entity()?.lookedFor;
    publish({ ...withoutModel, hash: '' });
    expect(entity()?.services).toEqual([]);
    expect(entity()?.lookedFor).toEqual(whenKnown);
  });

  it('has put everything together before anybody asks, until it is stopped', () => {
    const { service, catalog, publish, entity } = setUp();
    const reads: string[] = [];
    const watched = (hash: string) => ({
      ...published(hash),
      model: new Proxy(aModel({ services: [aServiceModel()] }), {
        get(model, key, receiver) {
          if (key === 'services') reads.push(hash);
          return Reflect.get(model, key, receiver);
        },
      }),
    });
    catalog.set([CART]);
    const stop = new AbortController();
    service.keepReady(stop.signal);
    publish(watched('2'));
    expect(reads).not.toEqual([]);
    const before = reads.length;
    expect(entity()?.services).toHaveLength(1);
    expect(reads).toHaveLength(before);
    stop.abort();
    publish(watched('3'));
    expect(reads).not.toContain('3');
  });

  it('has the state hash of what it answers from', () => {
    const { service, catalog, publish } = setUp();
    const hashes = [service.stateHash('getEntity')];
    catalog.set([CART]);
    hashes.push(service.stateHash('getEntity'));
    publish(published('2'));
    hashes.push(service.stateHash('getEntity'));
    publish({ ...published('2'), reachability: { status: 'unreachable' } });
    hashes.push(service.stateHash('getEntity'));
    publish({ ...published('2'), title: 'West' });
    hashes.push(service.stateHash('getEntity'));
    expect(new Set(hashes).size).toBe(hashes.length);
    publish(published('2'));
    expect(service.stateHash('getEntity')).toBe(hashes[2]);
  });

  it('tells the state hash without looking into a model', () => {
    const { service, catalog, publish } = setUp();
    catalog.set([CART]);
    const { model, ...rest } = published('2');
    const untouchable = new Proxy(model ?? aModel(), {
      get: (_, key) => {
        throw new Error(`${String(key)} was read`);
      },
    });
    publish({ ...rest, model: untouchable });
    expect(service.stateHash('getEntity')).not.toBe('');
  });

  it('has no state hash for what it costs to read, which changes by itself', () => {
    expect(setUp().service.stateHash('getSetup')).toBeUndefined();
  });

  it('does not share state hashes with other code', () => {
    const hashes = ['1', '2', '1'].map(codeVersion =>
      setUp({ codeVersion }).service.stateHash('getEntity'),
    );
    expect(hashes[0]).toBe(hashes[2]);
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('tells of changes of clusters and of the catalog until told to stop', () => {
    const { service, catalog, publish } = setUp();
    const changed = jest.fn();
    const stop = service.subscribe(changed);
    publish(published('2'));
    catalog.set([CART]);
    expect(changed).toHaveBeenCalledTimes(2);
    stop();
    publish(published('3'));
    catalog.set([]);
    expect(changed).toHaveBeenCalledTimes(2);
  });
});
