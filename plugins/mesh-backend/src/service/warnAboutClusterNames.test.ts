import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { readMeshConfig } from '../config/readMeshConfig';
import { aModel } from '../testing/modelBuilders';
import type { PublishedCluster } from './ClusterModels';
import { warnAboutClusterNames } from './warnAboutClusterNames';

const CONFIG = readMeshConfig(
  new ConfigReader({
    mesh: {
      clusterSets: [
        { name: 'live', clusters: ['west', 'east'] },
        { name: 'trial', clusters: ['lab'] },
      ],
      clusters: { esat: { region: 'eu-1' }, west: { region: 'eu-2' } },
    },
  }),
  ['istio'],
);

function cluster(name: string, model?: PublishedCluster['model']) {
  return { name, reachability: { status: 'live' as const }, model, hash: '' };
}

/** What is warned of while these are published one after the other. */
function warnings(...publications: PublishedCluster[][]) {
  const logger = mockServices.logger.mock();
  let published: PublishedCluster[] = [];
  let notify = () => {};
  warnAboutClusterNames({
    config: CONFIG,
    models: {
      published: () => published,
      subscribe: listener => {
        notify = listener;
        return () => {};
      },
    },
    logger,
  });
  for (published of publications) notify();
  return logger.warn.mock.calls;
}

describe('warnAboutClusterNames', () => {
  it('warns once about each cluster that no set lists', () => {
    const publication = [cluster('west'), cluster('wset')];
    expect(warnings(publication, publication)).toEqual([
      [
        expect.stringContaining('in no cluster set'),
        { cluster: 'wset', sets: 'live, trial' },
      ],
    ]);
  });

  it('warns once about all configured names that no cluster has, when all clusters are listed', () => {
    const west = cluster('west', aModel());
    expect(
      warnings(
        [cluster('west')],
        [cluster('west'), cluster('lab')],
        [west, cluster('lab')],
        [west],
      ),
    ).toEqual([
      [
        expect.stringContaining('the Kubernetes plugin does not list'),
        { names: 'east, esat', listed: 'west, lab' },
      ],
    ]);
  });

  it('is silent where every name fits', () => {
    const all = ['west', 'east', 'lab', 'esat'].map(name =>
      cluster(name, aModel()),
    );
    expect(warnings(all.slice(0, 3)).length).toBe(1);
    expect(warnings(all).map(([, details]) => details)).toEqual([
      { cluster: 'esat', sets: 'live, trial' },
    ]);
  });
});
