import {
  aCronJob,
  aNamespace,
  aPod,
  aService,
  aSnapshot,
  aStatefulSet,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import * as fc from 'fast-check';
import { aModel, aServiceModel } from '../../testing/modelBuilders';
import { buildModel } from '../buildModel';
import type { CatalogEntity } from './EntityMatch';
import { parseLabelSelector } from './labelSelector';
import { matchServices } from './matchServices';

const ID = 'backstage.io/kubernetes-id';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const NAMESPACE = 'backstage.io/kubernetes-namespace';
const CLUSTER = 'backstage.io/kubernetes-cluster';

function entity(
  annotations: Record<string, string> = {},
  name = 'cart',
): CatalogEntity {
  return {
    ref: `component:default/${name}`,
    kind: 'component',
    namespace: 'default',
    name,
    annotations,
    owners: ['group:default/shop'],
    parts: [],
  };
}

function modelOf(cluster: string, objects: readonly KubeObject[]) {
  const snapshot = aSnapshot(objects, { cluster });
  return [cluster, buildModel(snapshot, [])] as const;
}

/** `cart` and `basket` with a Service each in two clusters; `report` without one. */
const shop = [
  aNamespace(),
  aService({
    name: 'cart',
    labels: { [ID]: 'cart', team: 'shop' },
    selector: { app: 'cart' },
  }),
  aStatefulSet({ name: 'cart', podLabels: { app: 'cart' } }),
  aService({ name: 'basket', selector: { app: 'basket' } }),
  aStatefulSet({
    name: 'basket',
    podLabels: { app: 'basket', [ID]: 'basket', team: 'shop' },
  }),
  aCronJob({ name: 'report', podLabels: { [ID]: 'report', team: 'shop' } }),
];
const models = new Map([
  modelOf('east', [
    ...shop,
    aService({
      name: 'cart',
      namespace: 'test',
      labels: { [ID]: 'cart', team: 'shop' },
    }),
  ]),
  modelOf('west', shop),
]);

function matched(entityOf: CatalogEntity) {
  const [match] = matchServices(models, [entityOf]);
  return [
    match?.matchedBy,
    ...(match?.services ?? []).map(
      ({ cluster, namespace, name }) => `${cluster}:${namespace}/${name}`,
    ),
    ...(match?.workloads ?? []).map(({ cluster, key }) => `${cluster}:${key}`),
  ].join(' ');
}

describe('services of an entity', () => {
  it.each<[string, CatalogEntity, string]>([
    [
      'by name, through labels of a Service',
      entity(),
      'kubernetes-id east:shop/cart east:test/cart west:shop/cart',
    ],
    [
      'by name, through labels of its pods',
      entity({}, 'basket'),
      'kubernetes-id east:shop/basket west:shop/basket',
    ],
    [
      'by name, a workload without a Service',
      entity({}, 'report'),
      'kubernetes-id east:batch/CronJob/shop/report west:batch/CronJob/shop/report',
    ],
    [
      'by id rather than by name',
      entity({ [ID]: 'basket' }),
      'kubernetes-id east:shop/basket west:shop/basket',
    ],
    [
      'by id in a namespace',
      entity({ [NAMESPACE]: 'test' }),
      'kubernetes-id east:test/cart',
    ],
    [
      'by selector rather than by id',
      entity({ [SELECTOR]: 'app=basket', [ID]: 'cart' }),
      'kubernetes-label-selector east:shop/basket west:shop/basket',
    ],
    [
      'by a set-based selector in a namespace',
      entity({ [SELECTOR]: 'team in (shop),app!=basket', [NAMESPACE]: 'test' }),
      'kubernetes-label-selector east:test/cart',
    ],
    [
      'by selector, with and without a Service',
      entity({ [SELECTOR]: 'team=shop', [CLUSTER]: 'west' }),
      'kubernetes-label-selector west:shop/basket west:shop/cart west:batch/CronJob/shop/report',
    ],
    [
      'by names rather than by selector',
      entity({
        'meshport.io/services': 'shop/cart, shop/basket',
        [SELECTOR]: 'app=x',
      }),
      'meshport.io/services east:shop/cart east:shop/basket west:shop/cart west:shop/basket',
    ],
    [
      'named twice',
      entity({
        'meshport.io/services': 'shop/cart,shop/cart',
        [CLUSTER]: 'west',
      }),
      'meshport.io/services west:shop/cart',
    ],
    [
      'by name, a workload without a Service',
      entity({ 'meshport.io/services': 'shop/report', [CLUSTER]: 'west' }),
      'meshport.io/services west:batch/CronJob/shop/report',
    ],
    [
      'named and not there',
      entity({ 'meshport.io/services': 'shop/gone' }),
      'none',
    ],
    [
      'in one cluster',
      entity({ [CLUSTER]: 'west' }),
      'kubernetes-id west:shop/cart',
    ],
    [
      'in some clusters',
      entity({ 'meshport.io/clusters': 'west, north' }),
      'kubernetes-id west:shop/cart',
    ],
    [
      'in clusters of ours rather than of the Kubernetes plugin',
      entity({ 'meshport.io/clusters': 'west', [CLUSTER]: 'east' }),
      'kubernetes-id west:shop/cart',
    ],
    [
      'empty annotations count as absent',
      entity({
        'meshport.io/services': '',
        [SELECTOR]: '',
        [ID]: '',
        [NAMESPACE]: '',
        [CLUSTER]: '',
      }),
      'kubernetes-id east:shop/cart east:test/cart west:shop/cart',
    ],
    ['nothing matches', entity({}, 'other'), 'none'],
  ])('%s', (_, entityOf, expected) => {
    expect(matched(entityOf)).toBe(expected);
  });

  it('brings the owners of every entity that matches', () => {
    const second = {
      ...entity({ [ID]: 'cart' }, 'checkout'),
      owners: ['user:default/ann'],
    };
    const matches = matchServices(models, [entity(), second]);
    expect(matches.map(({ owners }) => owners)).toEqual([
      ['group:default/shop'],
      ['user:default/ann'],
    ]);
  });
});

describe('what was looked for', () => {
  it.each<[string, Record<string, string>, string]>([
    ['by name', {}, 'lookedFor.kubernetesId'],
    [
      'by name in a namespace',
      { [NAMESPACE]: 'shop' },
      'lookedFor.kubernetesIdInNamespace',
    ],
    ['by selector', { [SELECTOR]: 'app=cart' }, 'lookedFor.labelSelector'],
    [
      'by selector in a namespace',
      { [SELECTOR]: 'app=cart', [NAMESPACE]: 'shop' },
      'lookedFor.labelSelectorInNamespace',
    ],
    ['by names', { 'meshport.io/services': 'shop/cart' }, 'lookedFor.services'],
    [
      'a selector that is none',
      { [SELECTOR]: 'app in cart' },
      'lookedFor.badLabelSelector',
    ],
    [
      'names without a namespace',
      { 'meshport.io/services': 'cart' },
      'lookedFor.badServices',
    ],
    [
      'names of which one is bad',
      { 'meshport.io/services': 'shop/cart,Shop/Cart' },
      'lookedFor.badServices',
    ],
    [
      'names that are none',
      { 'meshport.io/services': ' , ' },
      'lookedFor.badServices',
    ],
    [
      'clusters that are not known',
      { [CLUSTER]: 'north' },
      'lookedFor.unknownClusters',
    ],
  ])('%s', (_, annotations, id) => {
    const [match] = matchServices(models, [entity(annotations)]);
    expect(match?.lookedFor.id).toBe(id);
    // A sentence without holes.
    expect(match?.lookedFor.message).not.toMatch(/\{\{|^lookedFor/);
  });

  it('knows clusters that have no model yet', () => {
    const [match] = matchServices(
      models,
      [entity({ [CLUSTER]: 'north' })],
      ['east', 'north', 'west'],
    );
    expect(match?.lookedFor.id).toBe('lookedFor.kubernetesId');
  });

  it('takes any annotation', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            ID,
            SELECTOR,
            NAMESPACE,
            CLUSTER,
            'meshport.io/services',
            'meshport.io/clusters',
          ),
          fc.string(),
        ),
        annotations => {
          const [match] = matchServices(models, [entity(annotations)]);
          expect(match?.lookedFor.message).not.toBe('');
        },
      ),
    );
  });
});

describe('a match that was made before', () => {
  /** Counts how often somebody goes through the services of the model. */
  function counted([cluster, model]: ReturnType<typeof modelOf>) {
    const services = jest.fn(() => model.services);
    const watched = Object.defineProperty({ ...model }, 'services', {
      get: services,
    });
    return { cluster, model: watched, services };
  }
  const labelled = [entity({ [SELECTOR]: 'team=shop' })];

  it('is not made again for clusters that have not changed', () => {
    const east = counted(modelOf('east', shop));
    const before = new Map([[east.cluster, east.model]]);
    const first = matchServices(before, labelled, ['east', 'west']);
    east.services.mockClear();
    const after = new Map([...before, modelOf('west', shop)]);
    const [match] = matchServices(after, labelled, ['east', 'west']);
    expect(east.services).not.toHaveBeenCalled();
    expect(match?.services).toHaveLength(2 * first[0].services.length);
  });

  it('is the same where only what others look for has changed', () => {
    const [cluster, model] = modelOf('east', shop);
    const found = entity({ [SELECTOR]: 'team=shop' });
    const lost = entity({ 'meshport.io/services': 'elsewhere/other' }, 'other');
    const entities = [found, lost];
    const first = matchServices(new Map([[cluster, model]]), entities);
    const services = [
      ...model.services,
      aServiceModel({ namespace: 'elsewhere', name: 'other' }),
    ];
    const after = new Map([[cluster, { ...model, services }]]);
    const then = matchServices(after, entities);
    expect(then[0]).toBe(first[0]);
    expect(then[1].services).toMatchObject([{ name: 'other' }]);
  });

  it('is the same while nobody changes names or labels', () => {
    const [cluster, model] = modelOf('east', shop);
    const first = matchServices(new Map([[cluster, model]]), labelled);
    const services = model.services.map(service => ({
      ...service,
      endpoints: { ready: 0, total: 9 },
    }));
    const after = new Map([[cluster, { ...model, services }]]);
    expect(matchServices(after, labelled)).toBe(first);
    const renamed = services.map(service => ({ ...service, name: 'other' }));
    const later = new Map([[cluster, { ...model, services: renamed }]]);
    expect(matchServices(later, labelled)[0].services).toMatchObject(
      first[0].services.map(() => ({ name: 'other' })),
    );
  });

  it.each<[string, () => CatalogEntity[], string[], string[]]>([
    [
      'changed entities',
      () => [entity({ [ID]: 'basket' })],
      ['east'],
      ['east'],
    ],
    ['another cluster', () => labelled, ['west'], []],
  ])('is made again for %s', (_, entities, known, clusters) => {
    const world = new Map([modelOf('east', shop)]);
    matchServices(world, labelled, ['east']);
    const [match] = matchServices(world, entities(), known);
    expect(match?.services).toEqual(
      clusters.map(cluster => ({ cluster, namespace: 'shop', name: 'basket' })),
    );
  });
});

describe('a label selector', () => {
  const key = fc.constantFrom('app', 'team', 'tier');
  const value = fc.constantFrom('a', 'b', '');
  const requirement = fc
    .tuple(key, fc.constantFrom('=', '==', '!='), value)
    .map(parts => parts.join(''));
  const service = fc.dictionary(key, value);

  it('finds through the index what a look at every service finds', () => {
    fc.assert(
      fc.property(
        fc.array(requirement, { minLength: 1, maxLength: 3 }),
        fc.array(service, { maxLength: 6 }),
        (requirements, labels) => {
          const selector = requirements.join(',');
          const services = labels.map((own, index) =>
            aServiceModel({ name: `s${index}`, labels: own }),
          );
          const [match] = matchServices(
            new Map([['east', aModel({ cluster: 'east', services })]]),
            [entity({ [SELECTOR]: selector })],
          );
          const matches = parseLabelSelector(selector)?.matches;
          expect(match?.services.map(({ name }) => name)).toEqual(
            services
              .filter(one => matches?.(one.labels))
              .map(({ name }) => name),
          );
        },
      ),
    );
  });
});

describe('pods', () => {
  it('match by labels that only they have', () => {
    const owner = aStatefulSet({ name: 'x', podLabels: {} });
    const world = new Map([
      modelOf('west', [
        owner,
        aPod({ name: 'p', owner, labels: { [ID]: 'cart' } }),
      ]),
    ]);
    expect(matchServices(world, [entity()])[0]?.workloads).toEqual([
      { cluster: 'west', key: 'apps/StatefulSet/shop/x' },
    ]);
  });
});
