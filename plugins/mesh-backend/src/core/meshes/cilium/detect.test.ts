import type { KindState } from '@meshport/plugin-mesh-node';
import { aSnapshot, type KubeObject } from '@meshport/plugin-mesh-node/testing';
import { cilium } from './cilium';
import {
  aCilium,
  aCiliumConfig,
  aCiliumNode,
  aDaemon,
  theAgents,
  theClusterMesh,
  theEnvoys,
  theOperator,
  theZtunnels,
} from './testing/ciliumObjects';

function detected(
  objects: readonly KubeObject[],
  states?: Readonly<Record<string, Omit<KindState, 'items'>>>,
) {
  return cilium.detect(aSnapshot(objects, { kinds: cilium.kinds, states }));
}

function features(
  flags: Readonly<Record<string, string | undefined>>,
  objects: readonly KubeObject[] = [],
) {
  return Object.fromEntries(
    (detected([...aCilium(flags), ...objects])?.features ?? []).map(
      ({ id, state }) => [id, state],
    ),
  );
}

describe('Cilium is installed', () => {
  it('where its agents run', () => {
    expect(detected(aCilium())).toMatchObject({
      mesh: 'cilium',
      modes: ['proxyless'],
      versions: ['1.20.1'],
      health: 'healthy',
      reasons: [],
      revisions: [],
      aliases: { cilium: 'west' },
    });
  });

  it.each<[string, KubeObject[]]>([
    ['nothing', []],
    ['its configuration alone', [aCiliumConfig()]],
    ["another network's agents", [aCiliumNode('node-1')]],
    [
      "GKE's dataplane",
      aDaemon({
        name: 'anetd',
        labels: { 'k8s-app': 'cilium' },
        container: 'cilium-agent',
        image: 'x:v1.16.6',
      }),
    ],
  ])('and not where there is %s', (_, objects) => {
    expect(detected(objects)).toBeUndefined();
  });

  it('also in another namespace, by its own configuration', () => {
    const moved = aCilium().map(object => ({
      ...object,
      metadata: { ...object.metadata, namespace: 'cilium' },
    }));
    const other = aCiliumConfig({ 'cluster-name': 'elsewhere' });
    expect(detected([other, ...moved])?.aliases).toEqual({ cilium: 'west' });
  });

  it('with a mode per way of being a mesh', () => {
    expect(detected(aCilium({ 'enable-ztunnel': 'true' }))?.modes).toEqual([
      'ambient',
      'proxyless',
    ]);
    expect(detected(aCilium({ 'enable-l7-proxy': 'false' }))?.modes).toEqual(
      [],
    );
  });

  it('under no name while it is called as by default', () => {
    const flags = { 'cluster-name': 'default', 'cluster-id': '0' };
    expect(detected(aCilium(flags))?.aliases).toEqual({});
  });
});

describe('features', () => {
  it.each<[string, Record<string, string | undefined>, Record<string, string>]>(
    [
      ['defaults', {}, { 'l7-proxy': 'on', hubble: 'on' }],
      [
        'everything absent',
        { 'enable-l7-proxy': undefined, 'enable-hubble': undefined },
        { 'l7-proxy': 'on' },
      ],
      [
        'no L7',
        { 'enable-l7-proxy': 'false', 'enable-hubble': 'false' },
        { 'l7-proxy': 'off' },
      ],
      [
        'all that is a flag',
        {
          'enable-ipsec': 'true',
          'enable-envoy-config': 'true',
          'enable-gateway-api': 'true',
          'clustermesh-enable-mcs-api': 'true',
          'kube-proxy-replacement': 'true',
        },
        {
          ipsec: 'on',
          'l7-proxy': 'on',
          'envoy-config': 'on',
          'gateway-api': 'on',
          hubble: 'on',
          'mcs-api': 'on',
          'kube-proxy-replacement': 'on',
        },
      ],
      [
        'mutual authentication',
        { 'mesh-auth-mutual-enabled': 'true' },
        {
          'mutual-authentication': 'deprecated',
          'l7-proxy': 'on',
          hubble: 'on',
        },
      ],
    ],
  )('with %s', (_, flags, expected) => {
    expect(features(flags)).toEqual(expected);
  });

  it('call mutual authentication deprecated since 1.20 only', () => {
    const old = [
      ...theAgents({ version: '1.19.4' }),
      aCiliumConfig({ 'mesh-auth-mutual-enabled': 'true' }),
    ];
    expect(detected(old)?.features).toContainEqual(
      expect.objectContaining({ id: 'mutual-authentication', state: 'on' }),
    );
  });

  it.each<[string, KubeObject[], string]>([
    ['on all nodes', [aCiliumNode('node-1')], 'on'],
    ['not on all nodes', [aCiliumNode('node-1', false)], 'degraded'],
  ])('with WireGuard %s', (_, nodes, state) => {
    const found = features({ 'enable-wireguard': 'true' }, nodes);
    expect(found.wireguard).toBe(state);
  });

  it('does not know of WireGuard while nodes cannot be read', () => {
    const objects = aCilium({ 'enable-wireguard': 'true' });
    const states = {
      'ciliumnodes.cilium.io': { status: 'forbidden' },
    } as const;
    expect(detected(objects, states)?.features).toContainEqual(
      expect.objectContaining({ id: 'wireguard', state: 'unknown' }),
    );
  });

  it.each<[string, KubeObject[], string]>([
    ['on all nodes', theZtunnels(), 'on'],
    ['not ready on a node', theZtunnels({ notReady: ['node-2'] }), 'degraded'],
    ['that does not run', [], 'degraded'],
  ])('with ztunnel %s', (_, ztunnels, state) => {
    expect(features({ 'enable-ztunnel': 'true' }, ztunnels).ztunnel).toBe(
      state,
    );
  });

  it.each<[string, Record<string, string>, KubeObject[], string | undefined]>([
    ['a member', {}, theClusterMesh(), 'on'],
    [
      'a member whose server is down',
      {},
      theClusterMesh({ ready: 0 }),
      'degraded',
    ],
    ['no id of its own', { 'cluster-id': '0' }, theClusterMesh(), 'degraded'],
    ['an id and no server', {}, [], undefined],
  ])('with a cluster mesh: %s', (_, flags, objects, state) => {
    expect(features(flags, objects)['cluster-mesh']).toBe(state);
  });

  it('are unknown while the configuration cannot be read, and prove themselves', () => {
    const forbidden = detected(theAgents(), {
      configmaps: { status: 'forbidden' },
    });
    expect(forbidden?.features.map(({ state }) => state)).toEqual(
      forbidden?.features.map(() => 'unknown'),
    );
    expect(forbidden?.features).toContainEqual(
      expect.objectContaining({
        id: 'wireguard',
        evidence: [expect.objectContaining({ name: 'cilium-config' })],
      }),
    );
    expect(forbidden?.reasons).toEqual([
      expect.objectContaining({ code: 'input-unreadable' }),
    ]);
  });
});

describe('parts', () => {
  it('are counted by pods that are ready of those that are wanted', () => {
    const objects = [
      ...aCilium(),
      ...theEnvoys({ notReady: ['node-1'] }),
      ...theZtunnels({ nodes: ['node-1'] }),
      ...theClusterMesh(),
    ];
    expect(detected(objects)?.parts).toMatchObject([
      { part: 'agent', ready: 2, wanted: 2, versions: ['1.20.1'] },
      { part: 'envoy', ready: 1, wanted: 2, versions: ['1.35.3'] },
      { part: 'ztunnel', ready: 1, wanted: 1, versions: ['1.1.0'] },
      {
        part: 'clustermesh-apiserver',
        ready: 1,
        wanted: 1,
        versions: ['1.20.1'],
      },
    ]);
  });

  it('count what the controller wants and has not made', () => {
    const [agents, ...pods] = theAgents();
    const objects = [agents, pods[0], aCiliumConfig()].flatMap(
      one => one ?? [],
    );
    expect(detected(objects)?.parts).toMatchObject([
      { part: 'agent', ready: 1, wanted: 2 },
    ]);
  });
});

describe('health', () => {
  const config = aCiliumConfig({}, '2026-03-01T08:00:00Z');
  it.each<[string, KubeObject[], string, string[]]>([
    ['all is there', aCilium(), 'healthy', []],
    [
      'an agent is not ready',
      [...theAgents({ notReady: ['node-2'] }), aCiliumConfig()],
      'degraded',
      ["1 of 2 pods of Cilium's agent are ready in cluster west."],
    ],
    [
      'no agent is ready',
      [...theAgents({ notReady: ['node-1', 'node-2'] }), aCiliumConfig()],
      'failing',
      ["0 of 2 pods of Cilium's agent are ready in cluster west."],
    ],
    [
      'the operator is down',
      [...theAgents(), aCiliumConfig(), ...theOperator({ ready: 0 })],
      'degraded',
      [
        'cilium-operator is not running in cluster west: none of 1 replicas is ready. New pods may get no address or identity.',
      ],
    ],
    [
      'half of the operator is there',
      [
        ...theAgents(),
        aCiliumConfig(),
        ...theOperator({ replicas: 2, ready: 1 }),
      ],
      'degraded',
      ['cilium-operator has 1 of 2 replicas ready in cluster west.'],
    ],
    [
      'agents go by an older configuration',
      [...theAgents({ startedAt: '2026-02-01T00:00:00Z' }), config],
      'degraded',
      [
        '2 agents of Cilium in cluster west started before cilium-config was changed (on 2026-03-01 at 08:00 UTC), and go by what it said before.',
      ],
    ],
    [
      'agents are newer than their configuration',
      [...theAgents({ startedAt: '2026-03-01T08:00:01Z' }), config],
      'healthy',
      [],
    ],
    [
      'the configuration is not there',
      theAgents(),
      'healthy',
      [
        'There is no ConfigMap cilium-config in namespace kube-system of cluster west, so it is not known what Cilium is set up to do.',
      ],
    ],
  ])('while %s', (_, objects, health, sentences) => {
    const found = detected(objects);
    expect(found?.health).toBe(health);
    expect(found?.reasons.map(({ text }) => text.message)).toEqual(sentences);
  });

  it('is not known while DaemonSets cannot be read', () => {
    const found = detected(aCilium(), {
      'daemonsets.apps': { status: 'forbidden' },
    });
    expect(found).toMatchObject({
      health: 'unknown',
      reasons: [{ code: 'input-unreadable' }],
    });
  });
});

describe('what is left of Cilium', () => {
  const ABSENT = Object.fromEntries(
    cilium.kinds.map(({ plural, group }) => [
      group ? `${plural}.${group}` : plural,
      { status: 'absent' } as const,
    ]),
  );
  const gke = aDaemon({
    name: 'anetd',
    labels: { 'k8s-app': 'cilium' },
    container: 'cilium-agent',
    image: 'x:v1.16.6',
  });

  it.each<
    [string, KubeObject[], Record<string, Omit<KindState, 'items'>>, number]
  >([
    ['custom resources that are served', [], {}, 1],
    ['nothing', [], ABSENT, 0],
    ['what GKE brings', gke, {}, 0],
    ['what may belong to agents', [], { pods: { status: 'forbidden' } }, 0],
  ])('is %s', (_, objects, states, count) => {
    const snapshot = aSnapshot(objects, { kinds: cilium.kinds, states });
    const reasons = cilium.leftovers?.(snapshot) ?? [];
    expect(reasons.map(({ code }) => code)).toEqual(
      Array.from({ length: count }, () => 'crds-only'),
    );
  });
});
