import {
  aSnapshot,
  aNamespace,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { workloadIntent, worldOf } from './facts';
import { istio } from './istio';
import { aCart, anInjector, type CartOptions } from './testing/istioObjects';

function intentOf(injectors: KubeObject[], cart: CartOptions) {
  const snapshot = aSnapshot([...injectors, ...aCart(cart)], {
    kinds: istio.kinds,
  });
  const [workload] = snapshot.workloads;
  if (!workload) throw new Error('The cart is missing');
  const intent = workloadIntent(worldOf(snapshot), workload);
  switch (intent.kind) {
    case 'inject':
      return `inject ${intent.injector.revision} by ${intent.askedBy}`;
    case 'revision-not-found':
      return `no ${intent.asked} for ${intent.askedBy}`;
    case 'opted-out':
      return `opted out by ${intent.by}`;
    case 'conflict':
      return `conflict, remove ${intent.remove}`;
    case 'none':
      return intent.refusal ? `refused by ${intent.refusal}` : 'none';
    default:
      return intent.kind;
  }
}

const ENABLED = { 'istio-injection': 'enabled' };
const DISABLED = { 'istio-injection': 'disabled' };
const OPT_IN = { 'sidecar.istio.io/inject': 'true' };
const OPT_OUT = { 'sidecar.istio.io/inject': 'false' };
const rev = (name: string) => ({ 'istio.io/rev': name });

describe('what Istio would do with the next pod', () => {
  const installed = [
    anInjector(),
    anInjector({ revision: 'canary' }),
    anInjector({ revision: 'canary', tag: 'stable' }),
  ];

  it.each<[string, CartOptions, string]>([
    [
      'namespace names a revision',
      { namespaceLabels: rev('canary') },
      'inject canary by namespace',
    ],
    [
      'namespace names a tag',
      { namespaceLabels: rev('stable') },
      'inject canary by namespace',
    ],
    [
      'namespace names the default revision',
      { namespaceLabels: rev('default') },
      'inject default by namespace',
    ],
    [
      'namespace names a revision, pod opts out',
      { namespaceLabels: rev('canary'), podLabels: OPT_OUT },
      'opted out by label',
    ],
    [
      'only the pod names a revision',
      { podLabels: rev('canary') },
      'inject canary by template',
    ],
    [
      'only the pod names a revision, and opts out',
      { podLabels: { ...rev('canary'), ...OPT_OUT } },
      'opted out by label',
    ],
    [
      'namespace is enabled',
      { namespaceLabels: ENABLED },
      'inject default by namespace',
    ],
    [
      'namespace is enabled, pod names a revision',
      { namespaceLabels: ENABLED, podLabels: rev('canary') },
      'inject default by namespace',
    ],
    [
      'namespace is enabled, pod opts out',
      { namespaceLabels: ENABLED, podLabels: OPT_OUT },
      'opted out by label',
    ],
    [
      'only the pod opts in',
      { podLabels: OPT_IN },
      'inject default by template',
    ],
    [
      'pod opts in and names a revision',
      { podLabels: { ...OPT_IN, ...rev('canary') } },
      'inject canary by template',
    ],
    [
      'namespace names one revision, pod another',
      { namespaceLabels: rev('default'), podLabels: rev('canary') },
      'inject default by namespace',
    ],
    ['no label anywhere', {}, 'none'],
    ['pod opts out where nobody asked', { podLabels: OPT_OUT }, 'none'],
    [
      'namespace is disabled',
      { namespaceLabels: DISABLED },
      'refused by disabled',
    ],
    [
      'namespace is disabled, pod opts in',
      { namespaceLabels: DISABLED, podLabels: OPT_IN },
      'conflict, remove istio-injection',
    ],
    [
      'namespace is disabled, pod names a revision',
      { namespaceLabels: DISABLED, podLabels: rev('canary') },
      'conflict, remove istio-injection',
    ],
    [
      'namespace label has another value',
      { namespaceLabels: { 'istio-injection': 'true' } },
      'refused by true',
    ],
    [
      'namespace is enabled and names the same revision',
      { namespaceLabels: { ...ENABLED, ...rev('default') } },
      'inject default by namespace',
    ],
    [
      'namespace is enabled and names another revision',
      { namespaceLabels: { ...ENABLED, ...rev('canary') } },
      'conflict, remove istio.io/rev',
    ],
    [
      'namespace is enabled and names a missing revision',
      { namespaceLabels: { ...ENABLED, ...rev('gone') } },
      'conflict, remove istio.io/rev',
    ],
    [
      'namespace is disabled and names a revision',
      { namespaceLabels: { ...DISABLED, ...rev('canary') } },
      'conflict, remove istio-injection',
    ],
    [
      'namespace names a missing revision',
      { namespaceLabels: rev('gone') },
      'no gone for namespace',
    ],
    [
      'namespace names a missing revision, pod opts out',
      { namespaceLabels: rev('gone'), podLabels: OPT_OUT },
      'no gone for namespace',
    ],
    [
      'pod names a missing revision',
      { podLabels: rev('gone') },
      'no gone for template',
    ],
    [
      'annotation opts out',
      { namespaceLabels: ENABLED, podAnnotations: OPT_OUT },
      'opted out by annotation',
    ],
    ...['False', 'no', 'off', 'нет'].map(
      (value): [string, CartOptions, string] => [
        `annotation says ${value}`,
        {
          namespaceLabels: ENABLED,
          podAnnotations: { 'sidecar.istio.io/inject': value },
        },
        'opted out by annotation',
      ],
    ),
    [
      'label says no in other words',
      {
        namespaceLabels: ENABLED,
        podLabels: { 'sidecar.istio.io/inject': 'No' },
      },
      'opted out by label',
    ],
    ...['Yes', 'on', 'TRUE', ''].map((value): [string, CartOptions, string] => [
      `label says "${value}"`,
      {
        namespaceLabels: ENABLED,
        podLabels: { 'sidecar.istio.io/inject': value },
        podAnnotations: OPT_OUT,
      },
      'inject default by namespace',
    ]),
    [
      'label opts in, annotation out',
      { namespaceLabels: ENABLED, podLabels: OPT_IN, podAnnotations: OPT_OUT },
      'inject default by namespace',
    ],
    ['annotation alone opts in', { podAnnotations: OPT_IN }, 'none'],
    [
      'what is no yes is a no',
      {
        namespaceLabels: ENABLED,
        podLabels: { 'sidecar.istio.io/inject': 'no' },
      },
      'opted out by label',
    ],
    [
      'host network',
      { namespaceLabels: ENABLED, hostNetwork: true },
      'host-network',
    ],
    ['host network where nobody asked', { hostNetwork: true }, 'none'],
    [
      'host network, opted out',
      { namespaceLabels: ENABLED, hostNetwork: true, podLabels: OPT_OUT },
      'opted out by label',
    ],
  ])('%s', (_, cart, expected) => {
    expect(intentOf(installed, cart)).toBe(expected);
  });

  it.each<[string, KubeObject[], CartOptions, string]>([
    [
      'enabled without any default revision',
      [anInjector({ revision: 'canary' })],
      { namespaceLabels: ENABLED },
      'no default for namespace',
    ],
    [
      'opted in without any default revision',
      [anInjector({ revision: 'canary' })],
      { podLabels: OPT_IN },
      'no default for template',
    ],
    [
      'enabled, and a tag is the default',
      [
        anInjector({ revision: 'canary' }),
        anInjector({ revision: 'canary', tag: 'default' }),
      ],
      { namespaceLabels: ENABLED },
      'inject canary by namespace',
    ],
    [
      'enabled, the original injector deactivated',
      [anInjector({ deactivated: true }), anInjector({ tag: 'default' })],
      { namespaceLabels: ENABLED },
      'inject default by namespace',
    ],
    [
      'deactivated injector alone',
      [anInjector({ deactivated: true })],
      { namespaceLabels: ENABLED },
      'no default for namespace',
    ],
    [
      'a label that the deactivated injector waits for',
      [anInjector({ deactivated: true })],
      {
        namespaceLabels: { 'istio.io/deactivated': 'never-match' },
        podLabels: { 'istio.io/deactivated': 'never-match' },
      },
      'none',
    ],
    [
      'namespaces by default',
      [anInjector({ byDefault: true })],
      {},
      'inject default by default',
    ],
    [
      'namespaces by default, pod opts out',
      [anInjector({ byDefault: true })],
      { podLabels: OPT_OUT },
      'opted out by label',
    ],
    [
      'namespaces by default, namespace disabled',
      [anInjector({ byDefault: true })],
      { namespaceLabels: DISABLED },
      'refused by disabled',
    ],
    [
      'no injector, enabled',
      [],
      { namespaceLabels: ENABLED },
      'no default for namespace',
    ],
    ['no injector, no label', [], {}, 'none'],
  ])('%s', (_, injectors, cart, expected) => {
    expect(intentOf(injectors, cart)).toBe(expected);
  });

  it('leaves alone namespaces that Istio ignores', () => {
    const labels = ENABLED;
    const objects = [anInjector(), aNamespace({ name: 'kube-system', labels })];
    const snapshot = aSnapshot(objects, { kinds: istio.kinds });
    const [, cart] = aCart();
    const moved = {
      ...cart,
      metadata: { name: 'cart', namespace: 'kube-system' },
    } as KubeObject;
    const world = worldOf(
      aSnapshot([...objects, moved], { kinds: istio.kinds }),
    );
    const workload = world.snapshot.workloads[0];
    expect(snapshot.namespace('kube-system')).toBeDefined();
    expect(workload && workloadIntent(world, workload).kind).toBe(
      'namespace-ignored',
    );
  });
});
