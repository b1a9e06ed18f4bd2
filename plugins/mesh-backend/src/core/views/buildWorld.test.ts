import type { ExportRules } from '@meshport/plugin-mesh-node';
import { aDeclaredExport, someExportFacts } from '../../testing/exportBuilders';
import {
  aCluster,
  aMatch,
  aMembership,
  aModel,
  aServiceModel,
  aWorkload,
} from '../../testing/modelBuilders';
import type { CatalogEntity, EntityMatch } from '../catalog/EntityMatch';
import { buildWorld } from './buildWorld';
import type { ClusterView } from './ClusterView';

const SETS = [
  { name: 'live', title: 'Live' },
  { name: 'trial', title: 'Trial' },
];

function world(
  clusters: ClusterView[],
  matches: EntityMatch[] = [],
  systems: CatalogEntity[] = [],
) {
  return buildWorld({ sets: SETS, clusters, matches, systems });
}

function clusterWith(
  name: string,
  set: string,
  services = [aServiceModel()],
): ClusterView {
  return aCluster({ name, set, model: aModel({ cluster: name, services }) });
}

describe('buildWorld', () => {
  it('makes one service of equal names in the clusters of a set, and none across sets', () => {
    const { services } = world([
      clusterWith('west', 'live'),
      clusterWith('east', 'live'),
      clusterWith('lab', 'trial'),
    ]);
    expect(
      [...services].map(([key, { instances }]) => [
        key,
        instances.map(({ resource }) => resource.cluster),
      ]),
    ).toEqual([
      ['live/shop/cart', ['west', 'east']],
      ['trial/shop/cart', ['lab']],
    ]);
  });

  it('puts the worst instance first', () => {
    const { services } = world([
      clusterWith('west', 'live'),
      clusterWith('east', 'live', [aServiceModel({ state: 'misconfigured' })]),
    ]);
    const instances = services.get('live/shop/cart')?.instances ?? [];
    expect(instances.map(({ resource }) => resource.cluster)).toEqual([
      'east',
      'west',
    ]);
  });

  it('unites entities and owners of all instances', () => {
    const { services } = world(
      [clusterWith('west', 'live'), clusterWith('east', 'live')],
      [
        aMatch(),
        aMatch({
          entityRef: 'resource:default/cart',
          owners: ['group:default/data', 'group:default/shop'],
          services: [{ cluster: 'east', namespace: 'shop', name: 'cart' }],
        }),
      ],
    );
    const service = services.get('live/shop/cart');
    expect(service).toMatchObject({
      entityRefs: ['component:default/cart', 'resource:default/cart'],
      owners: ['group:default/data', 'group:default/shop'],
    });
    expect(service?.instances.map(({ resource }) => resource.owners)).toEqual([
      service?.owners,
      service?.owners,
    ]);
  });

  it('shows an entity only the clusters that it names', () => {
    const { entities } = world(
      [clusterWith('west', 'live'), clusterWith('east', 'live')],
      [aMatch()],
    );
    const [service] = entities.get('component:default/cart')?.services ?? [];
    expect(service.instances.map(({ resource }) => resource.cluster)).toEqual([
      'west',
    ]);
  });

  it('gives an entity its workloads without a Service', () => {
    const loose = aWorkload({
      name: 'batch',
      membership: [aMembership({ mesh: '', state: 'not-enrolled' })],
    });
    const { entities } = world(
      [aCluster({ model: aModel({ workloads: [loose, aWorkload()] }) })],
      [
        aMatch({
          services: [],
          workloads: [{ cluster: 'west', key: loose.key }],
        }),
      ],
    );
    expect(entities.get('component:default/cart')?.workloads).toEqual([
      {
        resource: {
          cluster: 'west',
          set: 'live',
          namespace: 'shop',
          name: 'batch',
          owners: ['group:default/shop'],
          namespaceOwners: [],
          meshes: [],
        },
        entityRefs: ['component:default/cart'],
        view: expect.objectContaining({ set: 'live', ref: loose.ref }),
      },
    ]);
  });

  it('gives a system what its parts have, once', () => {
    const system: CatalogEntity = {
      ref: 'system:default/store',
      kind: 'system',
      namespace: 'default',
      name: 'store',
      annotations: {},
      owners: [],
      parts: ['component:default/cart', 'api:default/cart', 'api:default/gone'],
    };
    const { entities } = world(
      [clusterWith('west', 'live')],
      [aMatch(), aMatch({ entityRef: 'api:default/cart' })],
      [system],
    );
    const entry = entities.get('system:default/store');
    expect(entry?.matchedBy).toBe('parts');
    expect(entry?.services.map(({ name }) => name)).toEqual(['cart']);
    expect(entry?.lookedFor.message).toBe(
      'A system has what its 2 parts have.',
    );
  });

  it('leaves out what a match names but no cluster has any more', () => {
    const { entities } = world([clusterWith('west', 'live', [])], [aMatch()]);
    expect(entities.get('component:default/cart')?.services).toEqual([]);
  });

  it('has no service of a cluster of which nothing has been read', () => {
    const { services } = world([aCluster({ model: undefined })]);
    expect(services.size).toBe(0);
  });
});

describe('exports', () => {
  const clusters = ['west', 'east'].map(name => {
    const declared = [aDeclaredExport()];
    const exports = { wired: someExportFacts({ details: {}, declared }) };
    return aCluster({
      name,
      model: aModel({ cluster: name, services: [aServiceModel()], exports }),
    });
  });
  const exportsOf = (arrivalOf: ExportRules['arrivalOf']) => {
    const rules = { arrivalOf, linkOf: () => undefined };
    const exportRules = new Map([['wired', rules]]);
    const input = { sets: SETS, clusters, systems: [], matches: [] };
    return buildWorld({ ...input, exportRules }).exports;
  };

  it('are there for who asks before they have been put together', () => {
    const asked: string[] = [];
    const exports = exportsOf((_, { from, to }) => {
      asked.push(`${from.cluster} ${to.cluster}`);
      return undefined;
    });
    const steps = exports.prepare();
    steps.next();
    const index = exports.now();
    expect(index.of('live/shop/cart').map(({ view }) => view.from)).toEqual([
      'west',
      'east',
    ]);
    expect(steps.next().done).toBe(true);
    expect(exports.now()).toBe(index);
    expect(asked).toHaveLength(4);
  });

  it('that cannot be put together are asked for in vain again and again', () => {
    const exports = exportsOf(() => {
      throw new Error('no such cable');
    });
    expect(() => exports.prepare().next()).toThrow('no such cable');
    expect(() => exports.now()).toThrow('no such cable');
    expect(() => exports.now()).toThrow('no such cable');
  });
});
