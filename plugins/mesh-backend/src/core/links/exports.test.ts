import type { ExportArrival, ExportRules } from '@meshport/plugin-mesh-node';
import { aDeclaredExport, someExportFacts } from '../../testing/exportBuilders';
import {
  aCluster,
  aMeshInstallation,
  aModel,
  aReason,
  aServiceModel,
} from '../../testing/modelBuilders';
import type { ClusterView } from '../views/ClusterView';
import { joinExports, type JoinedExports } from './exports';

const ARRIVED: ExportArrival = {
  arrived: true,
  ports: [],
  endpoints: { ready: 1, total: 1 },
  reasons: [],
};

/** Everything arrives everywhere, unless a cluster says otherwise. */
const RULES: ExportRules<{ refuses?: boolean }> = {
  arrivalOf: (_, { from, to }) => {
    if (from.cluster === to.cluster) return undefined;
    return to.facts.details.refuses
      ? { ...ARRIVED, arrived: false, reasons: [aReason()] }
      : ARRIVED;
  },
  linkOf: ({ from, to }) =>
    from.facts && to.facts.links.length > 0
      ? {
          ...{ mechanism: 'wire', state: 'connected', sharedTrust: true },
          reasons: [],
        }
      : undefined,
};

const REF = { cluster: '', apiVersion: 'v1', kind: 'Wire', name: 'wire' };

function cluster(
  name: string,
  facts: Partial<ReturnType<typeof someExportFacts>> = {},
  fields: Partial<ClusterView> = {},
): ClusterView {
  const model = aModel({
    cluster: name,
    meshes: [aMeshInstallation({ mesh: 'wired' })],
    services: [aServiceModel()],
    exports: { wired: someExportFacts({ details: {}, ...facts }) },
  });
  return aCluster({ name, model, ...fields });
}

const CART = aDeclaredExport({ mechanism: 'wired' });
const offering = (fields: Partial<ClusterView> = {}) =>
  cluster('west', { declared: [CART] }, fields);

function toTheEnd(steps: Generator<void, JoinedExports>): JoinedExports {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function connected(...clusters: ClusterView[]) {
  const rules = new Map([['wired', RULES]]);
  const resolve = ({ alias }: { alias: string }) =>
    clusters.find(({ name }) => name === alias)?.name;
  return toTheEnd(joinExports({ clusters, rules, resolve }));
}

const unread = (fields: Partial<ClusterView> = {}) =>
  aCluster({
    ...{ name: 'east', model: undefined },
    reachability: { status: 'syncing' },
    ...fields,
  });

it('an export is told with what became of it in each cluster', () => {
  const { exports } = connected(offering(), cluster('east'));
  expect(exports).toEqual([
    {
      ...{ set: 'live', namespace: 'shop', name: 'cart', from: 'west' },
      ...{ mesh: 'wired', mechanism: 'wired', state: 'available' },
      declaredBy: {
        ...{ cluster: 'west', apiVersion: 'v1', kind: 'Service' },
        ...{ namespace: 'shop', name: 'cart' },
      },
      endpoints: { ready: 3, total: 3 },
      reasons: [],
      to: [{ cluster: 'east', state: 'available', ...ARRIVED }],
    },
  ]);
});

describe('the other side', () => {
  const states = (...clusters: ClusterView[]) =>
    connected(offering(), ...clusters).exports.map(({ state, to }) => [
      state,
      ...to.map(target => [
        target.state,
        ...target.reasons.map(({ code }) => code),
      ]),
    ]);
  const refusing = cluster('east', { details: { refuses: true } });
  const half = cluster('east', {
    unreadable: [aReason({ code: 'input-unreadable' })],
  });

  it.each<[string, ClusterView[], unknown]>([
    [
      'is unknown until it has been read',
      [unread()],
      [['unknown', ['unknown', 'cluster-not-read']]],
    ],
    [
      'is not waited for where it can never be read',
      [unread({ reachability: { status: 'unsupported' } })],
      [['unused']],
    ],
    [
      'of another set is not waited for',
      [unread({ set: 'other' })],
      [['unused']],
    ],
    [
      'without the service is missing it',
      [refusing],
      [['missing', ['missing', 'pod-predates-injection']]],
    ],
    [
      'is unknown where not all could be read',
      [half],
      [['unknown', ['unknown', 'input-unreadable']]],
    ],
    [
      'that is known to be wrong is worse than one that is not known',
      [refusing, unread({ name: 'north' })],
      [
        [
          'missing',
          ['missing', 'pod-predates-injection'],
          ['unknown', 'cluster-not-read'],
        ],
      ],
    ],
    ['without the mesh is none', [aCluster({ name: 'east' })], [['unused']]],
  ])('%s', (_, clusters, expected) => {
    expect(states(...clusters)).toEqual(expected);
  });
});

describe('a cluster that does not answer', () => {
  const observedAt = '2026-11-14T08:00:00Z';
  const gone = { reachability: { status: 'unreachable' as const, observedAt } };
  const told = { code: 'cluster-outdated', since: observedAt };

  it('keeps what arrived in it, and says since when', () => {
    const [view] = connected(offering(), cluster('east', {}, gone)).exports;
    expect(view).toMatchObject({
      ...{ state: 'available', reasons: [] },
      to: [{ state: 'available', arrived: true, reasons: [told] }],
    });
  });

  it('keeps what it offers, and says since when', () => {
    const [view] = connected(offering(gone), cluster('east')).exports;
    expect(view).toMatchObject({ state: 'available', reasons: [told] });
  });
});

describe('what arrived', () => {
  const arrived = [
    {
      ...{ mechanism: 'wired', system: 'wired', alias: 'east' },
      ...{ namespace: 'shop', name: 'cart' },
    },
  ];
  const here = cluster('west', { arrived });

  it('tells of a cluster that has not been read', () => {
    const [view] = connected(here, unread()).exports;
    expect(view).toMatchObject({ from: 'east', to: [{ cluster: 'west' }] });
    expect(view).not.toHaveProperty('declaredBy');
    expect(view).not.toHaveProperty('endpoints');
  });

  it('tells of a service that was chosen in an unusual way', () => {
    const [view] = connected(here, cluster('east')).exports;
    expect(view).toMatchObject({ from: 'east', endpoints: { ready: 3 } });
  });

  it('tells of nothing that is gone', () => {
    const gone = cluster('east');
    const model = gone.model && { ...gone.model, services: [] };
    expect(connected(here, { ...gone, model }).exports).toEqual([]);
  });

  it('is one export with what declares it', () => {
    const there = cluster('east', { declared: [CART] });
    expect(connected(here, there).exports).toHaveLength(1);
  });

  it('of a cluster that nobody knows is not told', () => {
    expect(connected(here).exports).toEqual([]);
  });
});

describe('links', () => {
  const links = [
    { mechanism: 'wire', system: 'wired', alias: 'west', ref: REF },
  ];

  it('lead from who calls to who is called, with what arrived', () => {
    const clusters = [offering(), cluster('east', { links })];
    expect(connected(...clusters).links).toMatchObject([
      { from: 'east', to: 'west', state: 'connected', services: 1 },
    ]);
  });

  it('to a cluster that nobody knows are told by its name', () => {
    const [link] = connected(cluster('east', { links })).links;
    expect(link).toMatchObject({
      ...{ from: 'east', to: 'west', unresolved: true, state: 'unknown' },
      declaredBy: REF,
    });
  });
});
