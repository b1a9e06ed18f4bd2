import {
  aNamespace,
  aPod,
  aSnapshot,
  aStatefulSet,
} from '@meshport/plugin-mesh-node/testing';
import { istio } from './istio';
import { anIstio } from './testing/istioObjects';

const owner = aStatefulSet();
const unowned = aPod({ name: 'alone' });

describe('the command that lists the pods of a workload', () => {
  const listed = (objects: readonly ReturnType<typeof aPod>[]) => {
    const namespace = aNamespace({ labels: { 'istio-injection': 'enabled' } });
    const snapshot = aSnapshot([...anIstio(), namespace, ...objects], {
      kinds: istio.kinds,
    });
    const fragment = istio
      .adapt(snapshot)
      .workloads.find(({ workload }) => workload.includes('/shop/'));
    return fragment?.membership?.verify
      .map(({ command }) => command)
      .find(command => command.includes('get pods'));
  };

  it.each([
    ['by its selector', [owner, aPod({ owner })], ' get pods -l app=cart -o '],
    ['by name', [unowned], ' get pods alone -o '],
  ])('names them %s', (_, objects, words) => {
    expect(listed(objects)).toContain(words);
  });

  it('is left out where it would list the whole namespace', () => {
    const noSelector = { ...owner, spec: { replicas: 0 } };
    expect(listed([noSelector])).toBeUndefined();
  });
});
