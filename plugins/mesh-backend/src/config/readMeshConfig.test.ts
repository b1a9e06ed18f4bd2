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
      metrics: { stores: new Map(), refreshSeconds: 15, windowSeconds: 300 },
      objectives: {},
      links: new Map(),
      requests: {
        notify: [],
        expireAfterDays: 14,
        protectedNamespaces: ['kube-*'],
        deliveries: [],
      },
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

  it('reads metrics stores with all that asking them takes', () => {
    const { metrics } = read({
      metrics: {
        stores: {
          main: { url: 'http://prometheus.example:9090/' },
          far: {
            url: 'https://mimir.example/prometheus',
            clusterLabel: 'k8s_cluster',
            headers: { 'X-Team': 'mesh' },
            bearerToken: 'secret',
            tenant: 'a|b',
            caFile: '/etc/ca.pem',
            matchers: 'env="prod"',
            publicUrl: 'https://grafana.example/',
          },
          old: {
            url: 'http://old.example',
            basic: { username: 'me', password: 'secret' },
          },
        },
        refresh: { seconds: 30 },
        window: { seconds: 120 },
      },
    });
    expect(metrics).toEqual({
      refreshSeconds: 30,
      windowSeconds: 120,
      stores: new Map([
        [
          'main',
          {
            name: 'main',
            url: 'http://prometheus.example:9090',
            headers: {},
            matchers: [],
          },
        ],
        [
          'far',
          {
            name: 'far',
            url: 'https://mimir.example/prometheus',
            clusterLabel: 'k8s_cluster',
            headers: { 'X-Team': 'mesh' },
            bearerToken: 'secret',
            tenant: 'a|b',
            caFile: '/etc/ca.pem',
            matchers: [{ label: 'env', operator: '=', value: 'prod' }],
            publicUrl: 'https://grafana.example',
          },
        ],
        [
          'old',
          {
            name: 'old',
            url: 'http://old.example',
            basic: { username: 'me', password: 'secret' },
            headers: {},
            matchers: [],
          },
        ],
      ]),
    });
  });

  it('reads objectives, and links to other tools', () => {
    const config = read({
      objectives: {
        success: 99.5,
        p99: { milliseconds: 250 },
        crossClusterOverhead: { milliseconds: 20 },
        minRequests: 10,
      },
      links: {
        grafana: 'https://grafana.example/',
        kiali: { one: 'https://kiali.one.example/kiali/' },
      },
    });
    expect(config.objectives).toEqual({
      successRatio: 0.995,
      p99Ms: 250,
      crossClusterOverheadMs: 20,
      minRequests: 10,
    });
    expect([...config.links]).toEqual([
      ['grafana', 'https://grafana.example'],
      ['kiali', { one: 'https://kiali.one.example/kiali' }],
    ]);
  });

  it.each<[string, JsonObject, string]>([
    [
      'a cluster of a store that there is not',
      {
        clusters: { one: { metrics: 'mian' } },
        metrics: { stores: { main: { url: 'http://a' } } },
      },
      'mesh.clusters.one.metrics: mian is no store under mesh.metrics.stores; there are main',
    ],
    [
      'a cluster of a store where there is none',
      { clusters: { one: { metrics: 'main' } } },
      'mesh.clusters.one.metrics: main is no store under mesh.metrics.stores; there is none',
    ],
    [
      'a store without an address',
      { metrics: { stores: { main: {} } } },
      'mesh.metrics.stores.main.url: is missing; it must be of type string',
    ],
    [
      'an address of something else',
      { metrics: { stores: { main: { url: 'prometheus:9090' } } } },
      'mesh.metrics.stores.main.url: must be an address that starts with http:// or https://',
    ],
    [
      'credentials in an address',
      { metrics: { stores: { main: { url: 'http://me:secret@a' } } } },
      'mesh.metrics.stores.main.url: must carry no user name or password; addresses are shown and logged',
    ],
    [
      'a token behind an address',
      { metrics: { stores: { main: { url: 'http://a/?token=secret' } } } },
      'mesh.metrics.stores.main.url: must end with the path, without ? and #; a token belongs under headers or bearerToken',
    ],
    [
      'a token that cannot be sent',
      {
        metrics: {
          stores: { main: { url: 'http://a', bearerToken: 'a\u2019b' } },
        },
      },
      'mesh.metrics.stores.main.bearerToken: must be one line of Latin letters, digits and signs',
    ],
    [
      'two kinds of credentials',
      {
        metrics: {
          stores: {
            main: {
              url: 'http://a',
              bearerToken: 'secret',
              basic: { username: 'me', password: 'secret' },
            },
          },
        },
      },
      'mesh.metrics.stores.main: has both bearerToken and basic; only one of them can be sent',
    ],
    [
      'a header of two lines',
      {
        metrics: {
          stores: { main: { url: 'http://a', headers: { a: 'secret\nb: c' } } },
        },
      },
      'mesh.metrics.stores.main.headers.a: must be one line of Latin letters, digits and signs',
    ],
    [
      'matchers that are none',
      { metrics: { stores: { main: { url: 'http://a', matchers: 'prod' } } } },
      'mesh.metrics.stores.main.matchers: must be matchers as in PromQL, as in env="prod"',
    ],
    [
      'refreshes that come too often',
      { metrics: { refresh: { seconds: 1 } } },
      'mesh.metrics.refresh.seconds: must be at least 5',
    ],
    [
      'an objective that allows no error at all',
      { objectives: { success: 100 } },
      'mesh.objectives.success: must be at most 99.9999',
    ],
  ])('names the key for %s, and no secret', (_, mesh, problem) => {
    expect(problemsOf(mesh)).toEqual([problem]);
  });

  it.each<[string, JsonObject | string, string]>([
    [
      'an unknown key',
      { clusterSet: [] },
      'mesh: unknown clusterSet; allowed here: clusterSets, clusters, ignore, ownership, metrics, objectives, links, requests',
    ],
    [
      'an unknown key inside a list',
      { clusterSets: [{ name: 'a', clusters: [], colour: 'red' }] },
      'mesh.clusterSets[0]: unknown colour; allowed here: name, title, clusters',
    ],
    [
      'an unknown key of a cluster',
      { clusters: { one: { alias: 'x' } } },
      'mesh.clusters.one: unknown alias; allowed here: displayName, region, kubectlContext, defaultMesh, aliases, metrics',
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
      'mesh.clusters.one.aliases: unknown istoi; allowed here: istio, linkerd, metrics',
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
      'mesh: unknown typo; allowed here: clusterSets, clusters, ignore, ownership, metrics, objectives, links, requests',
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
      'mesh: unknown typo; allowed here: clusterSets, clusters, ignore, ownership, metrics, objectives, links, requests',
      'mesh.clusterSets[1].name: a is the name of another set',
      'mesh.clusterSets[1].clusters[0]: x is in set a already; a cluster may be in one set only',
    ]);
  });
});
