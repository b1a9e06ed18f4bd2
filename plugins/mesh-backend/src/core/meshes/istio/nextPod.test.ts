import type { Membership } from '@meshport/plugin-mesh-common';
import {
  aCronJob,
  aDeployment,
  aJob,
  aNamespace,
  aSnapshot,
  type ControllerOptions,
  type KubeObject,
  type SnapshotOptions,
} from '@meshport/plugin-mesh-node/testing';
import { istio } from './istio';
import { anInjector, anIstio, anIstiod } from './testing/istioObjects';

const ENABLED = { 'istio-injection': 'enabled' };
const DISABLED = { 'istio-injection': 'disabled' };
const OPT_OUT = { 'sidecar.istio.io/inject': 'false' };
const scaledDown = anIstiod({ replicas: 0 });
const down = [scaledDown, anInjector()];
const downAndIgnored = [scaledDown, anInjector({ failurePolicy: 'Ignore' })];

function membershipOf(
  objects: readonly KubeObject[],
  labels: Readonly<Record<string, string>> = ENABLED,
  states?: SnapshotOptions['states'],
): Membership {
  const snapshot = aSnapshot([aNamespace({ labels }), ...objects], {
    kinds: istio.kinds,
    states,
  });
  const found = istio
    .adapt(snapshot)
    .workloads.find(({ workload }) => workload.includes('/shop/'))?.membership;
  if (!found) throw new Error('Istio has nothing to say of the workload.');
  return found;
}

function reasonsOf(...args: Parameters<typeof membershipOf>) {
  const { state, reasons } = membershipOf(...args);
  expect(state).toBe('idle');
  return reasons.map(({ text }) => text.message);
}

const SCALED_TO_0 = { replicas: 0 };
const NEXT_POD =
  'Every new pod of Deployment cart has to pass the istiod of revision default, which is not running.';

describe('a workload without pods', () => {
  it.each<
    [
      title: string,
      labels: Readonly<Record<string, string>>,
      mesh: KubeObject[],
      cart: ControllerOptions,
      said: string[],
    ]
  >([
    [
      'none wanted',
      ENABLED,
      anIstio(),
      SCALED_TO_0,
      ['Nothing is running; pods would be enrolled at the next start.'],
    ],
    [
      'none wanted, refused',
      DISABLED,
      anIstio(),
      SCALED_TO_0,
      ['Nothing is running; pods would not be enrolled at the next start.'],
    ],
    [
      'one wanted',
      ENABLED,
      anIstio(),
      { replicas: 1 },
      [
        '1 pod is wanted, and it does not run; it would be enrolled when it starts.',
      ],
    ],
    [
      'three wanted',
      ENABLED,
      anIstio(),
      { replicas: 3 },
      [
        '3 pods are wanted, and none runs; they would be enrolled when they start.',
      ],
    ],
    [
      'three wanted, refused',
      DISABLED,
      anIstio(),
      { replicas: 3 },
      [
        '3 pods are wanted, and none runs; they would not be enrolled when they start.',
      ],
    ],
    [
      'none wanted, injector down',
      ENABLED,
      down,
      SCALED_TO_0,
      [
        'Nothing is running, and pods cannot start until istiod of revision default runs again.',
        NEXT_POD,
      ],
    ],
    [
      'three wanted, injector down',
      ENABLED,
      down,
      { replicas: 3 },
      [
        '3 pods are wanted, and none can start until istiod of revision default runs again.',
        NEXT_POD,
      ],
    ],
    [
      'none wanted, injector down and ignored',
      ENABLED,
      downAndIgnored,
      SCALED_TO_0,
      [
        'Nothing is running; pods would start without a proxy until istiod of revision default runs again.',
        NEXT_POD,
      ],
    ],
    [
      'three wanted, injector down and ignored',
      ENABLED,
      downAndIgnored,
      { replicas: 3 },
      [
        '3 pods are wanted, and none runs; they would start without a proxy until istiod of revision default runs again.',
        NEXT_POD,
      ],
    ],
    [
      'opted out by a label: the injector is not asked',
      ENABLED,
      down,
      { ...SCALED_TO_0, podLabels: OPT_OUT },
      ['Nothing is running; pods would not be enrolled at the next start.'],
    ],
    [
      'opted out by the annotation: the injector is asked all the same',
      ENABLED,
      down,
      { ...SCALED_TO_0, podAnnotations: OPT_OUT },
      [
        'Nothing is running, and pods cannot start until istiod of revision default runs again.',
        NEXT_POD,
      ],
    ],
    [
      'opted out by the annotation, injector down and ignored',
      ENABLED,
      downAndIgnored,
      { ...SCALED_TO_0, podAnnotations: OPT_OUT },
      ['Nothing is running; pods would not be enrolled at the next start.'],
    ],
    [
      'refused while the injector is down',
      DISABLED,
      down,
      SCALED_TO_0,
      ['Nothing is running; pods would not be enrolled at the next start.'],
    ],
  ])('%s', (_, labels, mesh, cart, said) => {
    expect(reasonsOf([...mesh, aDeployment(cart)], labels)).toEqual(said);
  });

  it('promises nothing where it cannot be read whether the injector answers', () => {
    const elsewhere = [anInjector(), aDeployment(SCALED_TO_0)];
    const states = {
      'endpointslices.discovery.k8s.io': { status: 'forbidden' as const },
    };
    expect(reasonsOf(elsewhere, ENABLED, states)).toEqual([
      'Nothing is running.',
    ]);
  });

  it.each([
    ['a Job, which does not run again', aJob(), ['Nothing is running.']],
    [
      'a CronJob',
      aCronJob(),
      [
        'Nothing is running, and pods cannot start until istiod of revision default runs again.',
        'Every new pod of CronJob report has to pass the istiod of revision default, which is not running.',
      ],
    ],
  ])('is %s', (_, owner, said) => {
    expect(reasonsOf([...down, owner])).toEqual(said);
  });

  it('comes with what brings the injector back', () => {
    const { reasons } = membershipOf([...down, aDeployment(SCALED_TO_0)]);
    expect(reasons.map(({ code }) => code)).toEqual([
      'no-pods',
      'injector-unavailable',
    ]);
    expect(reasons[1]?.fix).toMatchObject({
      text: {
        message:
          'The platform team has to scale istiod of revision default up again.',
      },
      command:
        'kubectl --context west -n istio-system scale deployment/istiod --replicas=1',
    });
  });
});
