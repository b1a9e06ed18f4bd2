import { join } from 'node:path';
import { resourceId } from '../apiserver/kinds.ts';
import type { Pod } from '../controllers/objects.ts';
import { isReady } from '../controllers/podTemplates.ts';
import { TEST_NOW } from '../testing/clusters.ts';
import { loadWorlds } from './loadWorlds.ts';
import { renameIn, renameKeysIn, renameWorld } from './rename.ts';
import type { SimulatedCluster } from './SimulatedCluster.ts';
import { buildFleet } from './buildFleet.ts';

describe('renaming', () => {
  const names = { shop: 'store', 'shop-api': 'gate', canary: 'next' };
  it.each([
    ['shop', 'store'],
    ['istiod-canary', 'istiod-next'],
    ['http://shop-api.shop:8080', 'http://gate.store:8080'],
    ['shop-api-canary', 'gate-next'],
    ['workshop', 'workshop'],
    ['shopping', 'shopping'],
  ])('turns %s into %s', (text, expected) => {
    expect(renameIn({ a: [text] }, names)).toEqual({ a: [expected] });
  });

  it('leaves keys, numbers and everything else alone', () => {
    const value = { shop: 1, b: [true, null, undefined] };
    expect(renameIn(value, names)).toEqual(value);
  });
});

describe('words of the API', () => {
  it('stay, also where a cluster is called like one', () => {
    const object = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      rules: [{ apiGroups: ['apps'], resources: ['apps'] }],
      metadata: { name: 'apps-agent' },
      resources: { requests: { cpu: 'apps' } },
    };
    expect(renameIn(object, { apps: 'west' })).toEqual({
      ...object,
      metadata: { name: 'west-agent' },
      resources: { requests: { cpu: 'west' } },
    });
  });

  it('are keys too, but in configuration keys are names', () => {
    const config = { clusters: { apps: { title: 'apps' } } };
    expect(renameKeysIn(config, { apps: 'west' })).toEqual({
      clusters: { west: { title: 'west' } },
    });
  });
});

describe('renamed worlds', () => {
  const worlds = loadWorlds(join(import.meta.dirname, '../../world'));
  const clusters = worlds.map(({ name }, i) => [name, `c${i}`]);
  const names = {
    ...Object.fromEntries(clusters),
    gitlab: 'ns0',
    orders: 'ns1',
    'order-processor': 'w1',
    webservice: 'w2',
    canary: 'r1',
  };
  const options = { now: TEST_NOW, certificate: 'PEM' };
  const original = buildFleet(worlds, options).clusters;
  const renamed = buildFleet(
    worlds.map(world => renameWorld(world, names)),
    options,
  ).clusters;

  it('behave like the originals', () => {
    expect(renamed.map(whatRuns)).toEqual(original.map(whatRuns));
  });

  it('have revisions of other names', () => {
    const cluster = renamed.find(
      ({ world }) => world.name === names['aws-eks' as keyof typeof names],
    );
    const istiod = cluster?.store.get({
      resource: 'deployments.apps',
      namespace: 'istio-system',
      name: 'istiod-r1',
    });
    expect(istiod?.metadata.labels?.['istio.io/rev']).toBe('r1');
    const followers = cluster?.store.list('pods', {
      namespace: 'recommendations',
    }).items;
    expect(
      followers?.map(pod => pod.metadata.annotations?.['istio.io/rev']).sort(),
    ).toEqual(['default', 'default', 'r1', 'r1']);
  });

  it('say the old names nowhere', () => {
    const text = JSON.stringify(
      renamed.map(({ store }) =>
        store.kinds.all().map(kind => store.list(resourceId(kind)).items),
      ),
    );
    const old =
      /.{30}(order-processor|istiod-canary|"orders"|"gitlab"|webservice|aws-eks|gcp-gke|apps-2|apps-staging|onprem-dc).{30}/g;
    expect(text.match(old) ?? []).toEqual([]);
  });
});

/** What a cluster runs, without names: how many objects, pods, proxies, and what the proxies are. */
function whatRuns({ store }: SimulatedCluster) {
  const pods = store.list<Pod>('pods').items;
  const count = (matches: (pod: Pod) => boolean) => pods.filter(matches).length;
  return {
    objects: store.kinds
      .all()
      // What has names in it decides about how often it happened.
      .filter(kind => kind.kind !== 'Event')
      .map(kind => [kind.kind, store.list(resourceId(kind)).items.length]),
    ready: count(isReady),
    redirected: count(
      ({ metadata }) =>
        metadata.annotations?.['ambient.istio.io/redirection'] === 'enabled',
    ),
    images: pods
      .flatMap(({ spec }) => [
        ...spec.containers,
        ...(spec.initContainers ?? []),
      ])
      .filter(({ name }) => /^(istio|linkerd)-proxy|consul-data/.test(name))
      .map(({ image }) => image)
      .sort(),
  };
}
