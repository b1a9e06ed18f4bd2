import { setupSchema, text } from '@meshport/plugin-mesh-common';
import {
  aCluster,
  aMatch,
  aModel,
  aServiceModel,
} from '../../testing/modelBuilders';
import { buildWorld } from './buildWorld';
import type { ClusterView } from './ClusterView';
import { NO_METRICS } from '../metrics/MetricsState';
import { type ClusterUpkeep, setupAnswer } from './setupAnswer';
import type { StoreUpkeep } from './setupStores';

const CATALOG = { isRead: true, entities: 4, matched: 2 };
const PROCESS = {
  residentBytes: 2,
  heapUsedBytes: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
};

function refused(resource: string, user: string) {
  const [plural, ...group] = resource.split('.');
  return text('part.missing-rule', {
    verb: 'list',
    resource,
    plural,
    group: group.join('.'),
    user,
  });
}

const NO_STORES: StoreUpkeep = {
  stores: [],
  state: NO_METRICS,
  reports: new Map(),
};

function setupOf(
  upkeep: Partial<ClusterUpkeep> = {},
  { cluster = aCluster(), catalog = CATALOG, metrics = NO_STORES } = {},
) {
  const world = buildWorld({
    sets: [{ name: 'live', title: 'Live' }],
    clusters: [cluster],
    systems: [],
    matches: [aMatch()],
  });
  const answer = setupAnswer(world, {
    upkeep: new Map([
      [
        'west',
        { credentials: 'serviceAccount', kinds: [], watches: 0, ...upkeep },
      ],
    ]),
    warnings: [],
    process: PROCESS,
    catalog,
    metrics,
  });
  expect(setupSchema.strict().parse(answer)).toEqual(answer);
  return answer;
}

function clusterOf(upkeep: Partial<ClusterUpkeep> = {}, cluster?: ClusterView) {
  return setupOf(upkeep, { cluster }).clusters[0];
}

describe('setupAnswer', () => {
  it('counts what is kept and watched', () => {
    const kinds = [
      { part: 'pods', status: 'live' as const, objects: 40 },
      { part: 'services', status: 'live' as const, objects: 2 },
    ];
    expect(
      clusterOf({ kinds, watches: 2, clockSkewMilliseconds: -1500 }),
    ).toMatchObject({
      kinds,
      objects: 42,
      watches: 2,
      clockSkewMilliseconds: -1500,
      matched: { services: 0, total: 0 },
    });
  });

  it('tells the share of services that an entity has', () => {
    const services = [aServiceModel(), aServiceModel({ name: 'stock' })];
    const cluster = aCluster({ model: aModel({ services }) });
    expect(clusterOf({}, cluster).matched).toEqual({ services: 1, total: 2 });
  });

  it('gives the rule for each kind that may not be read, and for all of them at once', () => {
    const { kinds, manifest = '' } = clusterOf({
      kinds: [
        {
          part: 'pods',
          status: 'forbidden',
          objects: 0,
          reason: refused('pods', 'system:serviceaccount:portal:reader'),
        },
        { part: 'services', status: 'live', objects: 1 },
        {
          part: 'jobs.batch',
          status: 'forbidden',
          objects: 0,
          reason: refused('jobs.batch', 'system:serviceaccount:portal:reader'),
        },
      ],
    });
    expect(kinds.map(kind => kind.manifest !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
    expect(manifest).toBe(
      `${kinds[0].manifest ?? ''}---\n${kinds[2].manifest ?? ''}`,
    );
    // Roles of one name would replace each other when applied one after the other.
    const roles = [
      ...manifest.matchAll(/kind: ClusterRole\n.*\n {2}name: (.*)/g),
    ];
    expect(roles.map(([, name]) => name)).toEqual([
      'meshport-read-pods',
      'meshport-read-jobs.batch',
    ]);
  });

  it.each([
    ['oidc', 'authProvider: serviceAccount'],
    ['google', 'authProvider: googleServiceAccount'],
    ['aks', 'authProvider: azure'],
  ])('says what to add where credentials are of kind %s', (kind, setting) => {
    const { advice } = clusterOf({ credentials: kind });
    expect(advice?.text.message).not.toBe(`advice.${kind}`);
    expect(advice?.configuration).toContain(setting);
    expect(advice?.configuration).toContain('name: "west-portal"');
  });

  it.each(['serviceAccount', 'aws', 'azure', 'googleServiceAccount', ''])(
    'has no advice for credentials of kind "%s"',
    kind => {
      expect(clusterOf({ credentials: kind })).not.toHaveProperty('advice');
    },
  );

  it('says why a cluster cannot be read, and since when', () => {
    const reason = text('source.refused');
    const observedAt = '2026-01-02T00:00:00.000Z';
    const cluster = aCluster({
      reachability: { status: 'unreachable', reason, observedAt },
    });
    expect(clusterOf({}, cluster)).toMatchObject({
      status: 'unreachable',
      reason,
      observedAt,
    });
  });

  it('lists a cluster of which nothing is known yet', () => {
    const cluster = aCluster({ name: 'east', model: undefined });
    expect(clusterOf({}, cluster)).toMatchObject({
      name: 'east',
      status: 'syncing',
      credentials: '',
      watches: 0,
    });
  });

  it('warns as long as the catalog has not been read', () => {
    const { warnings } = setupOf(
      {},
      { catalog: { ...CATALOG, isRead: false } },
    );
    expect(warnings.map(({ id }) => id)).toEqual(['setup.catalog-not-read']);
    expect(setupOf().warnings).toEqual([]);
  });

  it('says what to add where no metrics store is configured', () => {
    const { stores, storeAdvice, clusters } = setupOf();
    expect(stores).toBeUndefined();
    expect(clusters[0]).not.toHaveProperty('metrics');
    expect(storeAdvice).toMatchObject({
      text: { id: 'setup.no-store' },
      configuration: expect.stringContaining('stores:'),
    });
  });
});
