import type { ObjectRef } from '@meshport/plugin-mesh-common';
import { aReason, aText } from '../testing/answers';
import { restartForm } from './restartForm';

function aRef(overrides: Partial<ObjectRef> = {}): ObjectRef {
  return {
    ...{ cluster: 'north', apiVersion: 'apps/v1', kind: 'Deployment' },
    ...{ namespace: 'shop', name: 'cart' },
    ...overrides,
  };
}

const mendedBy = (...restart: ObjectRef[]) =>
  aReason({ fix: { text: aText('Restart it.'), restart } });

it('asks for each workload once', () => {
  const reasons = [mendedBy(aRef(), aRef({ name: 'till' })), mendedBy(aRef())];
  expect(restartForm(reasons)).toEqual({
    kind: 'workload-restart',
    clusters: ['north'],
    namespace: 'shop',
    workloads: [
      { kind: 'Deployment', name: 'cart' },
      { kind: 'Deployment', name: 'till' },
    ],
  });
});

it('is about one namespace of one cluster', () => {
  const others = [aRef({ namespace: 'bank' }), aRef({ cluster: 'south' })];
  expect(restartForm([mendedBy(aRef(), ...others)])).toMatchObject({
    clusters: ['north'],
    workloads: [{ name: 'cart' }],
  });
});

it.each([
  ['there is no reason', []],
  ['a reason is mended otherwise', [aReason()]],
  ['nobody restarts a kind', [mendedBy(aRef({ kind: 'CronJob' }))]],
])('is not where %s', (_, reasons) => {
  expect(restartForm(reasons)).toBeUndefined();
});
