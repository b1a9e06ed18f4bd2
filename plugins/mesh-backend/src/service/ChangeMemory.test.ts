import { aDeployment, aSnapshot } from '@meshport/plugin-mesh-node/testing';
import { builtInMeshes } from '../core/meshes';
import { FakeClock } from '../io/FakeClock';
import { aModel } from '../testing/modelBuilders';
import { ChangeMemory } from './ChangeMemory';

const DAY = 24 * 3_600_000;

function start(ignored: readonly string[] = []) {
  const clock = new FakeClock();
  const memory = new ChangeMemory({
    meshes: builtInMeshes,
    namespaces: { isIgnored: name => ignored.includes(name) },
    clock,
  });
  const cluster = {};
  const model = aModel();
  const scale = (replicas: number) =>
    memory.remember(cluster, aSnapshot([aDeployment({ replicas })]), model);
  return { clock, model, scale };
}

describe('ChangeMemory', () => {
  it('tells what was seen, when it was, until a day later', async () => {
    const { clock, model, scale } = start();
    expect(scale(1)).toBe(model);
    const at = new Date(clock.now()).toISOString();
    expect(scale(3).changes).toMatchObject([{ at, kind: 'scaled' }]);
    await clock.advance(DAY - 1);
    expect(scale(3).changes).toMatchObject([{ at, kind: 'scaled' }]);
    await clock.advance(1);
    expect(scale(3)).toBe(model);
  });

  it('has an end: of a namespace the newest are kept', () => {
    const { scale } = start();
    let { changes = [] } = scale(0);
    for (let pods = 1; pods <= 50; pods++) ({ changes = [] } = scale(pods));
    expect(changes).toHaveLength(20);
  });

  it('tells nothing of namespaces that are left out', () => {
    const { model, scale } = start(['shop']);
    scale(1);
    expect(scale(3)).toBe(model);
  });
});
