import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readMeshConfig } from './readMeshConfig';

function read(mesh?: JsonObject | string) {
  return readMeshConfig(new ConfigReader(mesh === undefined ? {} : { mesh }), [
    'istio',
    'linkerd',
  ]);
}

function problemsOf(mesh: JsonObject | string): string[] {
  try {
    read(mesh);
  } catch (error) {
    return String((error as Error).message)
      .split('\n')
      .slice(1)
      .map(line => line.replace('  - ', ''));
  }
  return [];
}

describe('readMeshConfig', () => {
  it('needs no configuration', () => {
    expect(read()).toEqual({
      clusterSets: [],
      clusters: new Map(),
      ignoredNamespaces: [],
      ownershipKey: 'meshport.io/owner',
    });
  });

  it('reads sets in their order and clusters by name', () => {
    const config = read({
      clusterSets: [
        { name: 'live', title: 'Live traffic', clusters: ['one', 'two'] },
        { name: 'trial', clusters: ['three'] },
      ],
      clusters: {
        one: {
          displayName: 'One',
          defaultMesh: 'linkerd',
          aliases: { istio: 'cluster1' },
        },
      },
    });
    expect(config.clusterSets).toEqual([
      { name: 'live', title: 'Live traffic', clusters: ['one', 'two'] },
      { name: 'trial', title: 'Trial', clusters: ['three'] },
    ]);
    expect(config.clusters.get('one')).toEqual({
      displayName: 'One',
      defaultMesh: 'linkerd',
      aliases: { istio: 'cluster1' },
    });
  });

  it('reads which namespaces are ignored, and what names their owners', () => {
    expect(
      read({
        ignore: { namespaces: ['kube-*', '*'] },
        ownership: { namespaceKey: 'example.com/owner' },
      }),
    ).toMatchObject({
      ignoredNamespaces: ['kube-*', '*'],
      ownershipKey: 'example.com/owner',
    });
  });

  it.each<[string, JsonObject | string, string]>([
    [
      'an unknown key',
      { clusterSet: [] },
      'mesh: unknown clusterSet; allowed here: clusterSets, clusters, ignore, ownership',
    ],
    [
      'an unknown key inside a list',
      { clusterSets: [{ name: 'a', clusters: [], colour: 'red' }] },
      'mesh.clusterSets[0]: unknown colour; allowed here: name, title, clusters',
    ],
    [
      'an unknown key of a cluster',
      { clusters: { one: { alias: 'x' } } },
      'mesh.clusters.one: unknown alias; allowed here: displayName, region, kubectlContext, defaultMesh, aliases',
    ],
    [
      'a list that is a word',
      { clusterSets: 'production' },
      'mesh.clusterSets: must be of type array',
    ],
    ['a value that is no object', 'yes', 'mesh: must be of type object'],
    [
      'a missing name',
      { clusterSets: [{ clusters: [] }] },
      'mesh.clusterSets[0].name: is missing; it must be of type string',
    ],
    [
      'an empty name of a cluster',
      { clusterSets: [{ name: 'a', clusters: ['one', ' '] }] },
      'mesh.clusterSets[0].clusters[1]: must not be empty',
    ],
    [
      'a name that fits in no address',
      { clusterSets: [{ name: 'Our Clusters', clusters: [] }] },
      'mesh.clusterSets[0].name: must consist of lower case letters, digits and dashes',
    ],
    [
      'a wrong type of an alias',
      { clusters: { one: { aliases: { istio: 7 } } } },
      'mesh.clusters.one.aliases.istio: must be of type string',
    ],
    [
      'two sets of one name',
      {
        clusterSets: [
          { name: 'a', clusters: ['one'] },
          { name: 'a', clusters: ['two'] },
        ],
      },
      'mesh.clusterSets[1].name: a is the name of another set',
    ],
    [
      'a cluster in two sets',
      {
        clusterSets: [
          { name: 'a', clusters: ['one'] },
          { name: 'b', clusters: ['one'] },
        ],
      },
      'mesh.clusterSets[1].clusters[0]: one is in set a already; a cluster may be in one set only',
    ],
    [
      'a cluster that is in one set twice',
      { clusterSets: [{ name: 'a', clusters: ['one', 'one'] }] },
      'mesh.clusterSets[0].clusters[1]: one is in set a already; a cluster may be in one set only',
    ],
    [
      'the reserved name',
      { clusterSets: [{ name: 'unassigned', clusters: [] }] },
      'mesh.clusterSets[0].name: unassigned is kept for clusters that no set lists',
    ],
    [
      'an alias by which no mesh calls a cluster',
      { clusters: { one: { aliases: { istoi: 'x' } } } },
      'mesh.clusters.one.aliases: unknown istoi; allowed here: istio, linkerd',
    ],
    [
      'a pattern of namespaces that is none',
      { ignore: { namespaces: ['kube-*', 'Kube.?'] } },
      'mesh.ignore.namespaces[1]: must be the name of a namespace; * stands for any characters, as in kube-*',
    ],
    [
      'an ownership key that no annotation can have',
      { ownership: { namespaceKey: 'the owner' } },
      'mesh.ownership.namespaceKey: must be the key of an annotation or label, as in example.com/owner',
    ],
    [
      'a mesh that there is not',
      { clusters: { one: { defaultMesh: 'istoi' } } },
      'mesh.clusters.one.defaultMesh: must be one of istio, linkerd',
    ],
  ])('names the key for %s', (_, mesh, problem) => {
    expect(problemsOf(mesh)).toEqual([problem]);
  });

  it('reports all problems at once', () => {
    expect(
      problemsOf({
        typo: 1,
        clusterSets: [{ name: '', clusters: 'one' }],
        clusters: { one: { region: 3 } },
      }),
    ).toEqual([
      'mesh.clusterSets[0].name: must not be empty',
      'mesh.clusterSets[0].clusters: must be of type array',
      'mesh.clusters.one.region: must be of type string',
      'mesh: unknown typo; allowed here: clusterSets, clusters, ignore, ownership',
    ]);
  });

  it('reports conflicts beside wrong keys and values', () => {
    expect(
      problemsOf({
        typo: 1,
        clusterSets: [
          { name: 'a', clusters: ['x'] },
          { name: 'a', clusters: ['x', 7], colour: 'red' },
          { name: 'B C', clusters: 'x' },
          'none',
        ],
      }),
    ).toEqual([
      'mesh.clusterSets[1].clusters[1]: must be of type string',
      'mesh.clusterSets[1]: unknown colour; allowed here: name, title, clusters',
      'mesh.clusterSets[2].name: must consist of lower case letters, digits and dashes',
      'mesh.clusterSets[2].clusters: must be of type array',
      'mesh.clusterSets[3]: must be of type object',
      'mesh: unknown typo; allowed here: clusterSets, clusters, ignore, ownership',
      'mesh.clusterSets[1].name: a is the name of another set',
      'mesh.clusterSets[1].clusters[0]: x is in set a already; a cluster may be in one set only',
    ]);
  });
});
