import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { FakeClock } from '../FakeClock';
import { PollingCatalogIndex } from './PollingCatalogIndex';

function anEntity(name: string, fields: Partial<Entity> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations: { 'meshport.io/services': `shop/${name}` } },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/shop' }],
    ...fields,
  };
}

function setUp(read: () => Promise<Entity[]> | Entity[]) {
  const clock = new FakeClock();
  const logger = mockServices.logger.mock();
  const catalog = {
    streamEntities: jest.fn((request, options) =>
      (async function* pages() {
        const mock = catalogServiceMock({ entities: await read() });
        yield* mock.streamEntities({ ...request, pageSize: 2 }, options);
      })(),
    ),
  };
  const index = new PollingCatalogIndex({
    catalog,
    auth: mockServices.auth({ pluginId: 'mesh' }),
    clock,
    logger,
  });
  const changes = jest.fn();
  index.subscribe(changes);
  const stop = new AbortController();
  const running = index.run(stop.signal);
  return { clock, catalog, index, changes, stop, running, logger };
}

describe('PollingCatalogIndex', () => {
  it('reads all pages, and of entities only what is needed', async () => {
    const { clock, index } = setUp(() => [
      anEntity('b', {
        relations: [
          { type: 'ownedBy', targetRef: 'group:default/shop' },
          { type: 'dependsOn', targetRef: 'resource:default/Store' },
          { type: 'dependsOn', targetRef: 'component:default/c' },
          { type: 'consumesApi', targetRef: 'api:default/prices' },
          { type: 'dependencyOf', targetRef: 'component:default/d' },
        ],
      }),
      anEntity('c', {
        kind: 'System',
        relations: [{ type: 'hasPart', targetRef: 'Component:default/b' }],
      }),
      anEntity('a', { metadata: { name: 'a' }, relations: undefined }),
      anEntity('g', { kind: 'Group' }),
    ]);
    expect(index.entities()).toBeUndefined();
    await clock.settle();
    expect(index.entities()).toEqual([
      expect.objectContaining({
        ref: 'component:default/a',
        annotations: {},
        owners: [],
      }),
      {
        ref: 'component:default/b',
        kind: 'component',
        namespace: 'default',
        name: 'b',
        annotations: { 'meshport.io/services': 'shop/b' },
        owners: ['group:default/shop'],
        parts: [],
        dependsOn: ['component:default/c', 'resource:default/store'],
        consumesApis: ['api:default/prices'],
        providers: [],
      },
      expect.objectContaining({
        ref: 'system:default/c',
        parts: ['component:default/b'],
      }),
    ]);
  });

  it('asks as the plugin itself', async () => {
    const { clock, catalog } = setUp(() => []);
    await clock.settle();
    expect(catalog.streamEntities.mock.calls[0][1].credentials).toMatchObject({
      principal: { type: 'service', subject: 'plugin:mesh' },
    });
  });

  it('reads often while the catalog is being filled, then every minute', async () => {
    const { clock, catalog } = setUp(() => []);
    await clock.advance(119_000);
    expect(catalog.streamEntities).toHaveBeenCalledTimes(60);
    await clock.advance(61_000);
    catalog.streamEntities.mockClear();
    await clock.advance(600_000);
    expect(catalog.streamEntities).toHaveBeenCalledTimes(10);
  });

  it('tells of changes only, and keeps the same list otherwise', async () => {
    let entities = [anEntity('a')];
    const { clock, index, changes } = setUp(() => entities);
    await clock.settle();
    const first = index.entities();
    await clock.advance(30_000);
    expect(index.entities()).toBe(first);
    expect(changes).toHaveBeenCalledTimes(1);
    entities = [anEntity('a'), anEntity('b')];
    await clock.advance(5_000);
    expect(changes).toHaveBeenCalledTimes(2);
    expect(index.entities()).toHaveLength(2);
  });

  it.each<[string, () => Promise<Entity[]>]>([
    ['fails', async () => Promise.reject(new Error('down'))],
    ['does not answer', () => new Promise(() => {})],
  ])(
    'keeps what it knows while the catalog %s, and warns once',
    async (_, fault) => {
      let read: () => Promise<Entity[]> = async () => [anEntity('a')];
      const { clock, index, logger } = setUp(() => read());
      await clock.settle();
      read = fault;
      await clock.advance(600_000);
      expect(index.entities()).toHaveLength(1);
      expect(logger.warn).toHaveBeenCalledTimes(1);
      read = async () => [anEntity('a'), anEntity('b')];
      await clock.advance(60_000);
      expect(index.entities()).toHaveLength(2);
    },
  );

  it('ends with its signal', async () => {
    const { clock, catalog, stop, running } = setUp(() => []);
    await clock.settle();
    stop.abort();
    await running;
    await clock.advance(600_000);
    expect(catalog.streamEntities).toHaveBeenCalledTimes(1);
  });
});
