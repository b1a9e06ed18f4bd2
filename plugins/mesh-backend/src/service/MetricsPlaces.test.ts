import { ConfigReader } from '@backstage/config';
import { readMeshConfig } from '../config/readMeshConfig';
import { aMeshInstallation, aModel } from '../testing/modelBuilders';
import type { PublishedCluster } from './ClusterModels';
import { MetricsPlaces } from './MetricsPlaces';

function aCluster(
  name: string,
  fields: Partial<PublishedCluster> = {},
): PublishedCluster {
  return { name, reachability: { status: 'live' }, hash: '', ...fields };
}

function calledByIstio(name: string, istio: string): PublishedCluster {
  const meshes = [aMeshInstallation({ mesh: 'istio', aliases: { istio } })];
  return aCluster(name, { model: aModel({ meshes }) });
}

function start(...first: PublishedCluster[]) {
  let published: readonly PublishedCluster[] = first;
  const listeners = new Set<() => void>();
  const places = new MetricsPlaces({
    config: readMeshConfig(
      new ConfigReader({
        mesh: {
          metrics: {
            stores: { main: { url: 'http://store', clusterLabel: 'cluster' } },
          },
        },
      }),
      [],
    ),
    models: {
      published: () => published,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  let told = 0;
  const unsubscribe = places.subscribe(() => told++);
  return {
    unsubscribe,
    /** How often was told of it. */
    publish(...clusters: PublishedCluster[]) {
      const before = told;
      published = clusters;
      listeners.forEach(listener => listener());
      return told - before;
    },
  };
}

describe('who is meant in metrics', () => {
  it('is told of as soon as a cluster or a name is new', () => {
    const { publish } = start();
    expect(publish(aCluster('west'))).toBe(1);
    expect(publish(aCluster('west'), aCluster('east'))).toBe(1);
    expect(publish(calledByIstio('west', 'w1'), aCluster('east'))).toBe(1);
  });

  it('is not told of when what is known comes, goes or comes again', () => {
    const { publish } = start(calledByIstio('west', 'w1'), aCluster('east'));
    expect(publish(aCluster('west'), aCluster('east'))).toBe(0);
    expect(publish(aCluster('east'))).toBe(0);
    expect(publish(calledByIstio('west', 'w1'), aCluster('east'))).toBe(0);
  });

  it('is told of to nobody who has left', () => {
    const { publish, unsubscribe } = start();
    unsubscribe();
    expect(publish(aCluster('west'))).toBe(0);
  });
});
