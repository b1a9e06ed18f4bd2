import type { Pod } from '@meshport/plugin-mesh-node';
import { aPod, aSnapshot } from '@meshport/plugin-mesh-node/testing';
import { unlikePods } from './unlikePods';

/** Two pods that share their parts, as those of one owner do. */
function twins(): [Pod, Pod] {
  const [{ pods }] = aSnapshot([aPod({ name: 'cart-a' })]).workloads;
  const [pod] = pods;
  return [pod, { ...pod, metadata: { ...pod.metadata, name: 'cart-b' } }];
}

function namesOf(...pods: Pod[]): string[] {
  return unlikePods(pods.map(pod => ({ pod }))).map(
    ({ pod }) => pod.metadata.name,
  );
}

describe('unlikePods', () => {
  it('leaves one of those that are alike', () => {
    const [one, other] = twins();
    expect(namesOf(one, other, other)).toEqual(['cart-a']);
  });

  it.each<[string, (pod: Pod) => Pod]>([
    [
      'labels',
      pod => ({ ...pod, metadata: { ...pod.metadata, labels: { a: 'b' } } }),
    ],
    [
      'annotations',
      pod => ({
        ...pod,
        metadata: { ...pod.metadata, annotations: { a: 'b' } },
      }),
    ],
    ['containers', pod => ({ ...pod, spec: { ...pod.spec, containers: [] } })],
    [
      'init containers',
      pod => ({ ...pod, spec: { ...pod.spec, initContainers: [] } }),
    ],
  ])('keeps one that has other %s', (_, changed) => {
    const [one, other] = twins();
    expect(namesOf(one, changed(other))).toEqual(['cart-a', 'cart-b']);
  });

  it('has nothing of nothing', () => {
    expect(unlikePods([])).toEqual([]);
  });
});
