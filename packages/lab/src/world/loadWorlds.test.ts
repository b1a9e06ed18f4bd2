import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEST_NOW } from '../testing/clusters.ts';
import { buildFleet } from './buildFleet.ts';
import { loadWorlds } from './loadWorlds.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'world-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

const FACTS = 'name: west\ntitle: West\nkubernetesVersion: v1.33.5\n';
const HISTORY = 'steps: [{ at: 1d, manager: test, apply: [all.yaml] }]';

function aWorld(options: { facts?: string; objects?: string }): string {
  const { facts = '', objects = 'metadata: {}' } = options;
  mkdirSync(join(directory, 'west'));
  const files = {
    'cluster.yaml': FACTS + facts,
    'history.yaml': HISTORY,
    'all.yaml': objects,
  };
  for (const [file, content] of Object.entries(files))
    writeFileSync(join(directory, 'west', file), content);
  return directory;
}

describe('a world', () => {
  it('says what it serves, where its load balancers are and what its pods do', () => {
    const facts = `
serves: [istio, mcs]
loadBalancers: { addresses: 192.0.2.0/24 }
behaviours:
  - { namespace: mesh, matchLabels: { app: ztunnel }, node: node-a, unready: true }
`;
    const [world] = loadWorlds(aWorld({ facts }));
    expect(world).toMatchObject({
      serves: ['istio', 'mcs'],
      loadBalancers: { addresses: '192.0.2.0/24' },
      behaviours: [{ node: 'node-a', unready: true }],
    });
  });

  it.each([
    [
      'kinds that nobody knows',
      'serves: [istio, kuma]',
      '"kuma" is none of them',
    ],
    [
      'load balancers without addresses',
      'loadBalancers: 192.0.2.0/24',
      'needs a "domain", or "addresses"',
    ],
    [
      'a behaviour without an effect',
      'behaviours: [{ namespace: a, matchLabels: {} }]',
      'Behaviour 1 in cluster.yaml needs',
    ],
    ['no list of behaviours', 'behaviours: none', 'must be a list'],
  ])('is refused with %s', (_title, facts, problem) => {
    expect(() => loadWorlds(aWorld({ facts }))).toThrow(problem);
  });
});

describe('an object in a world', () => {
  const gateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: default }
`;
  it.each([
    [
      'a bundle has',
      gateway,
      'World west, all.yaml, Gateway default/edge: The cluster serves no Gateway of gateway.networking.k8s.io/v1; add gateway-api to "serves" in its cluster.yaml',
    ],
    [
      'nobody has',
      'apiVersion: example.test/v1\nkind: Widget\nmetadata: { name: a }',
      'World west, all.yaml, Widget a: The cluster serves no Widget of example.test/v1',
    ],
    [
      'would not be admitted',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: nowhere }',
      'World west, all.yaml, ConfigMap nowhere/a: namespaces "nowhere" not found',
    ],
  ])(
    'is named where its kind is not served, but %s',
    (_title, objects, problem) => {
      const worlds = loadWorlds(aWorld({ objects }));
      expect(() =>
        buildFleet(worlds, { now: TEST_NOW, certificate: 'PEM' }),
      ).toThrow(problem);
    },
  );

  it('may be of a kind that the world itself defines, with a status', () => {
    const objects = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.test }
spec:
  group: example.test
  scope: Cluster
  names: { plural: widgets, singular: widget, kind: Widget, listKind: WidgetList }
  versions: [{ name: v1, served: true, storage: true, subresources: { status: {} } }]
---
apiVersion: example.test/v1
kind: Widget
metadata: { name: a }
status: { ready: true }
`;
    const worlds = loadWorlds(aWorld({ objects }));
    const { clusters } = buildFleet(worlds, {
      now: TEST_NOW,
      certificate: 'PEM',
    });
    const widget = clusters[0].store.get({
      resource: 'widgets.example.test',
      name: 'a',
    });
    expect(widget?.status).toEqual({ ready: true });
  });
});
