import type { Mesh } from '@meshport/plugin-mesh-node';
import {
  aDeployment,
  aNamespace,
  aPod,
  aSnapshot,
  aStatefulSet,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { buildModel } from './buildModel';
import { cilium } from './meshes/cilium/cilium';
import { aCilium } from './meshes/cilium/testing/ciliumObjects';
import { istio } from './meshes/istio/istio';
import { anIstio } from './meshes/istio/testing/istioObjects';

const owner = aStatefulSet();
const running = [owner, aPod({ owner })];

/** The entry of the only workload of namespace `shop`. */
function outside(
  objects: readonly KubeObject[],
  meshes: readonly Mesh[] = [istio],
) {
  const snapshot = aSnapshot([aNamespace(), ...objects], {
    kinds: [...new Set([...istio.kinds, ...cilium.kinds])],
  });
  const { workloads } = buildModel(snapshot, meshes);
  const [entry] = [...workloads.values()]
    .filter(({ namespace }) => namespace === 'shop')
    .flatMap(({ membership }) => membership);
  return entry;
}

describe('the commands that check a workload outside of all meshes', () => {
  const commandsOf = (...args: Parameters<typeof outside>) =>
    outside(...args)?.verify.map(({ command }) => command);

  it('list its pods with their containers, and the labels that meshes read', () => {
    expect(commandsOf([...anIstio(), ...running])).toEqual([
      "kubectl --context west -n shop get pods -l app=cart -o 'custom-columns=POD:.metadata.name,STARTED:.status.startTime,CONTAINERS:.spec.containers[*].name,INIT:.spec.initContainers[*].name'",
      'kubectl --context west get namespace shop -L istio-injection,istio.io/rev,istio.io/dataplane-mode',
    ]);
  });

  it('show all labels of the namespace where no mesh is installed', () => {
    expect(commandsOf(running)).toContain(
      'kubectl --context west get namespace shop --show-labels',
    );
  });

  it('show all labels where the mesh does not say which it reads', () => {
    const silent: Mesh = { ...istio, namespaceLabels: undefined };
    expect(commandsOf([...anIstio(), ...running], [silent])).toContain(
      'kubectl --context west get namespace shop --show-labels',
    );
  });

  it('leave the pods out where that would list the whole namespace', () => {
    const noSelector = { ...owner, spec: { replicas: 0 } };
    expect(commandsOf([...anIstio(), noSelector])).toHaveLength(1);
  });
});

describe('a workload outside of all meshes without pods', () => {
  it.each([
    [0, 'Nothing is running.'],
    [1, '1 pod is wanted, and it does not run.'],
    [3, '3 pods are wanted, and none runs.'],
  ])('of which %i are wanted', (replicas, said) => {
    const entry = outside([...anIstio(), aDeployment({ replicas })]);
    expect(entry).toMatchObject({ mesh: '', state: 'idle' });
    expect(entry?.reasons.map(({ text }) => text.message)).toEqual([said]);
  });
});

describe('where Cilium is the network', () => {
  it('there is no mesh to enrol in', () => {
    const entry = outside([...aCilium(), ...running], [cilium]);
    expect(entry?.reasons).toMatchObject([
      {
        code: 'no-mesh-installed',
        text: {
          message:
            'Cluster west runs Cilium, but not in a way that namespace shop could be enrolled in.',
        },
      },
    ]);
    expect(entry?.reasons[0]).not.toHaveProperty('fix');
  });

  it('the other mesh is the only one', () => {
    const objects = [...anIstio(), ...aCilium(), ...running];
    const entry = outside(objects, [istio, cilium]);
    expect(entry?.reasons[0]?.fix?.command).toBe(
      'kubectl --context west label namespace shop istio-injection=enabled --overwrite',
    );
  });

  it('its ztunnel is a choice once it is switched on', () => {
    const ztunnel = aCilium({ 'enable-ztunnel': 'true' });
    const objects = [...anIstio(), ...ztunnel, ...running];
    expect(
      outside(objects, [istio, cilium])?.reasons[0]?.fix?.text.message,
    ).toBe(
      'Choose a mesh for namespace shop: Istio, Cilium are installed here.',
    );
    expect(
      outside([...ztunnel, ...running], [cilium])?.reasons[0]?.fix,
    ).toMatchObject({
      text: { id: 'fix.label-namespace.ztunnel' },
      command:
        'kubectl --context west label namespace shop mtls-enabled=true --overwrite',
    });
  });
});
