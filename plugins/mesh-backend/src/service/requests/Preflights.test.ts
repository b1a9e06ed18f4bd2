import {
  text,
  type Graph,
  type RequestForm,
} from '@meshport/plugin-mesh-common';
import { createSnapshot, sharedKinds } from '@meshport/plugin-mesh-node';
import {
  aNamespace,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { buildModel } from '../../core/buildModel';
import { builtInMeshes } from '../../core/meshes';
import { anAmbientIstio } from '../../core/meshes/istio/testing/ambientObjects';
import {
  aCart,
  aPeerAuthentication,
} from '../../core/meshes/istio/testing/istioObjects';
import { FakeClock } from '../../io/FakeClock';
import { InMemoryClusterSource } from '../../io/kube/InMemoryClusterSource';
import { InMemoryLiveObjects } from '../../io/kube/InMemoryLiveObjects';
import { kindsOfMeshes } from '../../testing/requestWorlds';
import { Preflights, type PreflightsOptions } from './Preflights';

const FORM: RequestForm = {
  kind: 'namespace-onboard',
  clusters: ['west'],
  namespace: 'shop',
  profile: { mesh: 'istio', mode: 'ambient', waypoint: 'none' },
};

const NO_GRAPH: Graph = {
  windowSeconds: 60,
  ...{ nodes: [], edges: [], notes: [], sets: [], clusters: [], sources: [] },
};

/** `web/front`, which is in no mesh, calls `shop/cart`. */
const CALLED: Graph = {
  ...NO_GRAPH,
  at: '2026-01-01T00:00:00.000Z',
  nodes: [
    ['front', 'web'],
    ['cart', 'shop'],
  ].map(([name = '', namespace = '']) => ({
    ...{ id: name, kind: 'workload', set: 'all', cluster: 'west' },
    ...{ namespace, name, health: 'healthy' },
  })) as Graph['nodes'],
  edges: [{ id: 'e', from: 'front', to: 'cart' }] as Graph['edges'],
};

/** As it is told to somebody who may see nothing of it. */
function hiddenIn(graph: Graph): Graph {
  const nodes = graph.nodes.map((_, index) => ({
    ...{ id: `hidden-${index}`, kind: 'hidden' as const },
    health: 'unknown' as const,
  }));
  return { ...graph, nodes, edges: [] };
}

const EVERYBODY = { mayRead: () => true, readsAll: true };

interface World {
  readonly objects?: readonly KubeObject[];
  readonly live?: InMemoryLiveObjects;
  readonly graph?: Graph;
}

function aWorld({ objects = [], live, graph = NO_GRAPH }: World = {}) {
  const all = [...anAmbientIstio(), ...aCart({ pods: [{}] }), ...objects];
  const kinds = [...sharedKinds, ...kindsOfMeshes];
  const source = new InMemoryClusterSource({ kinds });
  const west = source.add('west').apply(...all);
  const snapshot = createSnapshot({
    cluster: 'west',
    kubectlContext: 'west',
    kinds: west.kinds(),
  });
  const model = buildModel(snapshot, builtInMeshes);
  const reachability = west.reachability();
  const published = [{ name: 'west', reachability, model, hash: 'h' }];
  const list = { items: [], total: 0, sets: [], clusters: [], sources: [] };
  const reads: PreflightsOptions['reads'] = {
    getGraph: ({ reader }) => (reader.readsAll ? graph : hiddenIn(graph)),
    getNamespace: () => undefined,
    listExports: () => list,
    listLinks: () => list,
  };
  const preflights = new Preflights({
    ...{ source, reads, clock: new FakeClock() },
    models: { published: () => published },
    live: live ?? new InMemoryLiveObjects().apply('west', ...all),
    kubectlContextOf: name => name,
    isProtected: () => false,
  });
  return { preflights, west };
}

function idsOf(found: readonly { check: string }[]): string[] {
  return found.map(({ check }) => check);
}

describe('a preflight', () => {
  it('shows what would change, and nothing that is so already', async () => {
    const { preflights } = aWorld();
    const { phases, blockers, affects, undo } = await preflights.preflight(
      FORM,
    );
    expect(phases.map(({ id }) => id)).toEqual(['labels']);
    expect(phases[0]?.changes[0]?.diff).toContain(
      '+    istio.io/dataplane-mode: ambient\n',
    );
    expect(blockers).toEqual([]);
    expect(affects.workloads.map(({ name }) => name)).toEqual(['cart']);
    expect(undo.form?.kind).toBe('namespace-offboard');
  });

  it('is the same one as long as nothing that counts has changed', async () => {
    const once = await aWorld().preflights.preflight(FORM);
    const again = await aWorld({
      objects: [aNamespace({ name: 'other' })],
    }).preflights.preflight(FORM);
    expect(again.hash).toBe(once.hash);
    const live = new InMemoryLiveObjects().apply(
      'west',
      aNamespace({ labels: { 'istio.io/dataplane-mode': 'none' } }),
    );
    const other = await aWorld({ live }).preflights.preflight(FORM);
    expect(other.hash).not.toBe(once.hash);
  });

  it('is blocked where the object cannot be read', async () => {
    const reason = text('source.hung', { seconds: 5 });
    const live = new InMemoryLiveObjects().fail('west', reason);
    const { blockers, unknown } = await aWorld({ live }).preflights.preflight(
      FORM,
    );
    expect(idsOf(blockers)).toEqual(['object-unreadable']);
    expect(idsOf(unknown)).toEqual(
      expect.arrayContaining(['mesh-port-blocked', 'probes-blocked']),
    );
  });

  it.each(['west', 'north'])(
    'is blocked by %s, not there, alone',
    async name => {
      const { preflights, west } = aWorld();
      west.setReachability({ status: 'unreachable' });
      const form = { ...FORM, clusters: [name] };
      const { blockers } = await preflights.preflight(form);
      expect(idsOf(blockers)).toEqual(['cluster-not-live']);
    },
  );

  const strict = aPeerAuthentication({ mode: 'STRICT' });

  it('knows who would be refused by what metrics have seen', async () => {
    const front = aCart({ pods: [{}] }).map(one =>
      one.kind === 'Namespace'
        ? aNamespace({ name: 'web' })
        : {
            ...one,
            metadata: {
              ...one.metadata,
              namespace: 'web',
              name: one.metadata.name.replace('cart', 'front'),
            },
          },
    );
    const { preflights } = aWorld({
      objects: [strict, ...front],
      graph: CALLED,
    });
    const told = await preflights.preflight(FORM, EVERYBODY);
    expect(idsOf(told.blockers)).toEqual(['callers-outside-mesh']);
    expect(told.affects.callers.map(({ name }) => name)).toEqual(['front']);
    const hidden = await preflights.preflight(FORM);
    expect(idsOf(hidden.blockers)).toEqual(['callers-outside-mesh']);
    expect(hidden.affects).toMatchObject({ callers: [], hiddenCallers: 1 });
    expect(JSON.stringify(hidden)).not.toContain('front');
    expect(hidden.hash).toBe(told.hash);
  });

  it('does not take silence of the metrics for nobody', async () => {
    const { preflights } = aWorld({ objects: [strict] });
    const { blockers, unknown } = await preflights.preflight(FORM);
    expect(blockers).toEqual([]);
    expect(idsOf(unknown)).toEqual(['callers-outside-mesh']);
  });
});
