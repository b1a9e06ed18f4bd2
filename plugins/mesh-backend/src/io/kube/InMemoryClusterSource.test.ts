import { text } from '@meshport/plugin-mesh-common';
import { InMemoryClusterSource } from './InMemoryClusterSource';
import { aKind, anObject, namesOf } from './testing/kinds';

const podKind = aKind('pods', { kind: 'Pod' });
const deploymentKind = aKind('deployments', {
  group: 'apps',
  kind: 'Deployment',
});
const kinds = [podKind, deploymentKind];

const aPod = (name: string, metadata = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  ...anObject(name, metadata),
});
const aDeployment = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  ...anObject(name),
});

describe('InMemoryClusterSource', () => {
  it('holds what was applied, by kind, trimmed and parsed', () => {
    const source = new InMemoryClusterSource({ kinds, keys: ['a/'] });
    const annotations = { 'a/b': 'kept', 'c/d': 'dropped' };
    const cluster = source.add('one', { title: 'One' });
    cluster.apply(aPod('p', { annotations }), aDeployment('d'));
    const pods = cluster.kinds().get(podKind);
    expect(pods).toMatchObject({
      status: 'live',
      items: [{ metadata: { name: 'p', annotations: { 'a/b': 'kept' } } }],
    });
    const deployments = cluster.kinds().get(deploymentKind);
    expect(namesOf(deployments?.items ?? [])).toEqual(['d']);
    cluster.delete(aDeployment('d'));
    expect(cluster.kinds().get(deploymentKind)?.items).toEqual([]);
  });

  it('holds objects in every kind of their name', () => {
    const metadataOnly = aKind('pods', { kind: 'Pod', metadataOnly: true });
    const cluster = new InMemoryClusterSource({
      kinds: [...kinds, metadataOnly],
    }).add('one');
    cluster.apply(aPod('p'));
    cluster.setCondition('pods', { status: 'forbidden' });
    for (const kind of [podKind, metadataOnly]) {
      const state = cluster.kinds().get(kind);
      expect(namesOf(state?.items ?? [])).toEqual(['p']);
      expect(state?.status).toBe('forbidden');
    }
  });

  it('tells its listeners what changed', () => {
    const source = new InMemoryClusterSource({ kinds });
    const seen: string[] = [];
    const unsubscribe = source.subscribe(({ cluster, what }) =>
      seen.push(`${cluster} ${what}`),
    );
    const cluster = source.add('one');
    cluster.apply(aPod('p')).apply(aPod('p'));
    cluster.setCondition('pods', {
      status: 'forbidden',
      reason: text('part.garbage', { resource: 'pods' }),
    });
    cluster.setReachability({ status: 'unreachable' });
    source.remove('one');
    unsubscribe();
    source.add('two');
    expect(seen).toEqual([
      'one reachability',
      'one objects',
      'one objects',
      'one reachability',
      'one removed',
    ]);
    expect(cluster.kinds().get(podKind)?.status).toBe('forbidden');
    expect(cluster.reachability().status).toBe('unreachable');
  });

  it.each([{ apiVersion: 'v2', kind: 'Secret' }, {}, 'text'])(
    'refuses what no kind watches: %j',
    object => {
      const cluster = new InMemoryClusterSource({ kinds }).add('one');
      expect(() => cluster.apply(object)).toThrow('is not watched');
    },
  );

  it('runs until it is ended', async () => {
    const end = new AbortController();
    const run = new InMemoryClusterSource({ kinds }).run(end.signal);
    end.abort();
    await expect(run).resolves.toBeUndefined();
  });
});
