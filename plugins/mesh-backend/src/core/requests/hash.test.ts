import { text } from '@meshport/plugin-mesh-common';
import { aFinding, aPreflight, aRestart } from '../../testing/requestBuilders';
import { requestHash, type Decided } from './hash';
import { plannedAgainst, type KubernetesObject } from './liveObject';
import { restartedAtPath } from './restart';

/** A workload as an API server answers it. */
interface Deployment {
  metadata: {
    uid: string;
    resourceVersion: string;
    labels: Record<string, string>;
    managedFields: { manager: string }[];
  };
  spec: {
    replicas: number;
    template: { metadata: { annotations: Record<string, string> } };
  };
  status: { readyReplicas: number };
}

function aDeployment(): Deployment {
  return {
    metadata: {
      uid: 'uid-of-cart',
      resourceVersion: '10',
      labels: { app: 'cart', mesh: 'old' },
      managedFields: [{ manager: 'kubectl' }],
    },
    spec: { replicas: 3, template: { metadata: { annotations: {} } } },
    status: { readyReplicas: 3 },
  };
}

const restartedAt = restartedAtPath[restartedAtPath.length - 1];

/** What is asked for: to set a label and to restart. */
function hashOf(
  live: Deployment | undefined,
  more: Partial<Decided> = {},
  value: unknown = 'new',
): string {
  const { phases, blockers, affects } = aPreflight();
  const change = aRestart({
    operation: 'patch',
    fields: [
      { path: ['metadata', 'labels', 'mesh'], value },
      { path: [...restartedAtPath] },
    ],
  });
  const planned = plannedAgainst(change, live as unknown as KubernetesObject);
  return requestHash({
    phases: [{ ...phases[0], changes: [planned] }],
    blockers,
    affects,
    ...more,
  });
}

function hashAfter(change: (deployment: Deployment) => void): string {
  const deployment = aDeployment();
  change(deployment);
  return hashOf(deployment);
}

const { affects, phases } = aPreflight();
const other = { ...aRestart().object, name: 'basket' };

describe('the hash of a request', () => {
  it.each<[string, () => string]>([
    ['the object was made anew', () => hashAfter(d => (d.metadata.uid = 'x'))],
    ['the object is gone', () => hashOf(undefined)],
    [
      'somebody set the field to something else',
      () => hashAfter(d => (d.metadata.labels.mesh = 'third')),
    ],
    [
      'somebody removed the field',
      () =>
        hashAfter(d => delete (d.metadata.labels as { mesh?: string }).mesh),
    ],
    [
      'somebody restarted it',
      () =>
        hashAfter(
          d =>
            (d.spec.template.metadata.annotations[restartedAt] =
              '2026-01-01T00:00:00Z'),
        ),
    ],
    ['another value is set', () => hashOf(aDeployment(), {}, 'newer')],
    [
      'something blocks it',
      () => hashOf(aDeployment(), { blockers: [aFinding()] }),
    ],
    [
      'there is one more workload',
      () =>
        hashOf(aDeployment(), {
          affects: { workloads: [...affects.workloads, other] },
        }),
    ],
    [
      'a phase needs an approval of its own',
      () =>
        hashOf(aDeployment(), { phases: [{ ...phases[0], approval: 'own' }] }),
    ],
  ])('is another one when %s', (_, hash) => {
    expect(hash()).not.toBe(hashOf(aDeployment()));
  });

  it.each<[string, () => string]>([
    ['an autoscaler scales', () => hashAfter(d => (d.spec.replicas = 5))],
    ['the status changes', () => hashAfter(d => (d.status.readyReplicas = 1))],
    [
      'the object has a new version',
      () => hashAfter(d => (d.metadata.resourceVersion = '11')),
    ],
    [
      'another manager owns fields',
      () => hashAfter(d => d.metadata.managedFields.push({ manager: 'helm' })),
    ],
    [
      'another label is set',
      () => hashAfter(d => (d.metadata.labels.team = 'shop')),
    ],
    [
      'another annotation of the template is set',
      () => hashAfter(d => (d.spec.template.metadata.annotations.build = '7')),
    ],
    [
      'workloads are listed in another order, or twice',
      () =>
        hashOf(aDeployment(), {
          affects: { workloads: [...affects.workloads, ...affects.workloads] },
        }),
    ],
  ])('is the same when %s', (_, hash) => {
    expect(hash()).toBe(hashOf(aDeployment()));
  });

  it('is the same whatever people are shown beside the change', () => {
    const [phase] = phases;
    const shown = {
      ...phase,
      title: text('request.undo.restart'),
      changes: [
        aRestart({ diff: '+ x', before: 'a', writer: { kind: 'helm' } }),
      ],
    };
    const hash = (one: typeof phase) =>
      requestHash({ phases: [one], blockers: [], affects });
    expect(hash(shown)).toBe(hash(phase));
  });

  it('is SHA-256 in hexadecimal', () => {
    expect(hashOf(aDeployment())).toMatch(/^[0-9a-f]{64}$/);
  });
});
