import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMeshConfig } from '../config/readMeshConfig';
import { configWarnings } from './configWarnings';

function warningsOf(mesh: JsonObject, clusters: string[]) {
  const config = readMeshConfig(new ConfigReader({ mesh }), ['istio']);
  return configWarnings(config, clusters).map(({ message }) => message);
}

const SETS = { clusterSets: [{ name: 'live', clusters: ['west', 'gone'] }] };

describe('configWarnings', () => {
  it('names clusters in no set, and names that no cluster has', () => {
    expect(warningsOf(SETS, ['west', 'east'])).toEqual([
      expect.stringContaining('Cluster east is in no cluster set'),
      expect.stringContaining('no cluster gone'),
    ]);
  });

  it.each<[JsonObject, string[]]>([
    [{}, ['west', 'east']],
    [SETS, ['west', 'gone']],
  ])('has none for %j with %s', (mesh, clusters) => {
    expect(warningsOf(mesh, clusters)).toEqual([]);
  });

  it('names a cluster once that is configured in two places', () => {
    const mesh = { ...SETS, clusters: { gone: { region: 'eu' } } };
    expect(warningsOf(mesh, ['west'])).toHaveLength(1);
  });
});
