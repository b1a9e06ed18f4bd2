import { aPod, aSnapshot } from '@meshport/plugin-mesh-node/testing';
import { lookAtPods } from './lookAt';

describe('lookAtPods', () => {
  const snapshot = aSnapshot([aPod({ name: 'cart' })]);
  const [workload] = snapshot.workloads;

  it('is the same command in whatever order the labels come', () => {
    const command = (selector: Record<string, string>) =>
      lookAtPods(snapshot, { ...workload, selector }, ['POD:.metadata.name']);
    expect(command({ tier: 'web', app: 'cart' })).toContain(
      ' -l app=cart,tier=web ',
    );
    expect(command({ tier: 'web', app: 'cart' })).toBe(
      command({ app: 'cart', tier: 'web' }),
    );
  });
});
