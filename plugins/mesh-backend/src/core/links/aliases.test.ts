import type { RemoteService } from '@meshport/plugin-mesh-node';
import {
  aMeshInstallation,
  aModel,
  aServiceModel,
} from '../../testing/modelBuilders';
import {
  aliasReasons,
  aliasResolver,
  clusterAliases,
  type NamedCluster,
} from '.';

interface Options {
  readonly set?: string;
  readonly configured?: Record<string, string>;
  readonly detected?: Record<string, string>;
  /** Names by which its mirrors call other clusters. */
  readonly uses?: readonly { system: string; alias: string }[];
}

function aNamed(name: string, options: Options = {}): NamedCluster {
  const { set = 'live', configured = {}, detected = {}, uses = [] } = options;
  const of = uses.map(
    (used): RemoteService => ({ ...used, namespace: 'shop', name: 'cart' }),
  );
  return {
    name,
    set,
    aliases: configured,
    model: aModel({
      cluster: name,
      meshes: Object.entries(detected).map(([mesh, alias]) =>
        aMeshInstallation({
          mesh,
          title: `${mesh[0]?.toUpperCase()}${mesh.slice(1)}`,
          aliases: { [mesh]: alias },
        }),
      ),
      services: of.map(one =>
        aServiceModel({
          name: `cart-${one.alias}`,
          standsFor: { kind: 'mirror', of: [one] },
        }),
      ),
    }),
  };
}

/** `system=alias`, with the source and how it ends. */
function namesOf(clusters: readonly NamedCluster[], cluster: string): string[] {
  const aliases = clusterAliases(clusters).get(cluster) ?? [];
  return aliases.map(({ system, alias, source, conflict }) =>
    [`${system}=${alias}`, source, ...(conflict ? [conflict.id] : [])].join(
      ' ',
    ),
  );
}

const SAME = 'reason.alias-conflict.same';
const CONFIGURED = 'reason.alias-conflict.configured';

describe('clusterAliases', () => {
  it.each<[string, NamedCluster[], string[]]>([
    ['nobody says anything', [aNamed('west')], []],
    [
      'meshes say it',
      [aNamed('west', { detected: { istio: 'w1', cilium: 'west' } })],
      ['cilium=west detected', 'istio=w1 detected'],
    ],
    [
      'the configuration says it',
      [aNamed('west', { configured: { linkerd: 'w', metrics: 'w-eu' } })],
      ['linkerd=w configured', 'metrics=w-eu configured'],
    ],
    [
      'both say the same',
      [
        aNamed('west', {
          configured: { istio: 'w1' },
          detected: { istio: 'w1' },
        }),
      ],
      ['istio=w1 configured'],
    ],
    [
      'they contradict each other',
      [
        aNamed('west', {
          configured: { istio: 'w2' },
          detected: { istio: 'w1' },
        }),
      ],
      [`istio=w2 configured ${CONFIGURED}`],
    ],
    [
      'another cluster has the name too',
      [
        aNamed('west', { detected: { istio: 'one' } }),
        aNamed('east', { detected: { istio: 'one' } }),
      ],
      [`istio=one detected ${SAME}`],
    ],
    [
      'a cluster of another set has the name too',
      [
        aNamed('west', { detected: { istio: 'one' } }),
        aNamed('lab', { set: 'trial', detected: { istio: 'one' } }),
      ],
      ['istio=one detected'],
    ],
    [
      'another system calls another cluster so',
      [
        aNamed('west', { detected: { istio: 'one' } }),
        aNamed('east', { detected: { consul: 'one' } }),
      ],
      ['istio=one detected'],
    ],
    [
      'a metrics store has one label for several',
      [
        aNamed('west', { configured: { metrics: 'all' } }),
        aNamed('east', { configured: { metrics: 'all' } }),
      ],
      ['metrics=all configured'],
    ],
    [
      'others call it by its name',
      [
        aNamed('west'),
        aNamed('east', { uses: [{ system: 'linkerd', alias: 'west' }] }),
      ],
      ['linkerd=west detected'],
    ],
    [
      'others call it as another system does',
      [
        aNamed('west', { detected: { cilium: 'w1' } }),
        aNamed('east', { uses: [{ system: 'linkerd', alias: 'w1' }] }),
      ],
      ['cilium=w1 detected', 'linkerd=w1 detected'],
    ],
    [
      'others use a name that nobody has',
      [
        aNamed('west'),
        aNamed('east', { uses: [{ system: 'linkerd', alias: 'mars' }] }),
      ],
      [],
    ],
  ])('where %s', (_, clusters, expected) => {
    expect(namesOf(clusters, 'west')).toEqual(expected);
  });

  it('has what the configuration says of a cluster of which nothing was read', () => {
    const clusters = [
      { ...aNamed('west', { configured: { istio: 'w1' } }), model: undefined },
    ];
    expect(namesOf(clusters, 'west')).toEqual(['istio=w1 configured']);
  });
});

describe('aliasReasons', () => {
  it('name all clusters that share a name, and what to write', () => {
    const clusters = [
      aNamed('west', { detected: { consul: 'dc1' } }),
      aNamed('east', { configured: { consul: 'dc1' } }),
    ];
    const aliases = clusterAliases(clusters).get('west') ?? [];
    expect(aliasReasons(aliases)).toMatchObject([
      {
        code: 'alias-conflict',
        text: {
          message:
            'Clusters west, east are all called dc1 in Consul, so it cannot be told which of them is meant by it.',
        },
        fix: {
          text: {
            message:
              'Give one of them another name in Consul, or name them apart with mesh.clusters.<name>.aliases.consul in the configuration of the portal.',
          },
        },
      },
    ]);
  });

  it.each([
    ['a mesh that a module adds by its title', { kuma: 'zone' }, 'Kuma'],
    ['what is no mesh of any cluster by its key', {}, 'kuma'],
  ])('call %s', (_, detected, title) => {
    const clusters = [
      aNamed('west', { configured: { kuma: 'zone' } }),
      aNamed('east', { configured: { kuma: 'zone' } }),
      aNamed('lab', { set: 'trial', detected }),
    ];
    const [reason] = aliasReasons(clusterAliases(clusters).get('west') ?? []);
    expect(reason?.text.params).toMatchObject({
      system: title,
      systemKey: 'kuma',
    });
  });

  it('say which of two names is used', () => {
    const clusters = [
      aNamed('west', {
        configured: { istio: 'w2' },
        detected: { istio: 'w1' },
      }),
    ];
    const [reason] = aliasReasons(clusterAliases(clusters).get('west') ?? []);
    expect(reason?.text.message).toBe(
      'Cluster west is configured to be called w2 in Istio, where it calls itself w1. The configured name is used.',
    );
  });
});

describe('aliasResolver', () => {
  const LINKERD = { system: 'linkerd' };
  it.each<[string, NamedCluster[], string, string | undefined]>([
    [
      'a configured name',
      [aNamed('west', { configured: { linkerd: 'w' } })],
      'w',
      'west',
    ],
    [
      'a detected name',
      [aNamed('west', { detected: { linkerd: 'w' } })],
      'w',
      'west',
    ],
    ["a cluster's own name", [aNamed('west')], 'west', 'west'],
    [
      'a name in another system',
      [aNamed('west', { detected: { istio: 'w' } })],
      'w',
      'west',
    ],
    [
      'the own name of one that is called otherwise there',
      [aNamed('west', { configured: { linkerd: 'w' } })],
      'west',
      undefined,
    ],
    ['a name that nobody has', [aNamed('west')], 'mars', undefined],
    [
      'a name that two have',
      [
        aNamed('west', { detected: { linkerd: 'w' } }),
        aNamed('north', { detected: { linkerd: 'w' } }),
      ],
      'w',
      undefined,
    ],
    [
      'a name that two have in other systems',
      [
        aNamed('west', { detected: { istio: 'w' } }),
        aNamed('north', { detected: { consul: 'w' } }),
      ],
      'w',
      undefined,
    ],
    [
      'a name that one in the same set has',
      [
        aNamed('lab', { set: 'trial', detected: { linkerd: 'w' } }),
        aNamed('west', { detected: { linkerd: 'w' } }),
      ],
      'w',
      'west',
    ],
    [
      'a name that one in another set has',
      [aNamed('lab', { set: 'trial', detected: { linkerd: 'w' } })],
      'w',
      'lab',
    ],
    [
      'a name before a cluster that is merely called so',
      [aNamed('w'), aNamed('west', { detected: { linkerd: 'w' } })],
      'w',
      'west',
    ],
  ])('follows %s', (_, others, alias, expected) => {
    const clusters = [...others, aNamed('east')];
    const resolve = aliasResolver(clusters, clusterAliases(clusters));
    expect(resolve({ ...LINKERD, alias, from: 'east' })).toBe(expected);
  });
});
