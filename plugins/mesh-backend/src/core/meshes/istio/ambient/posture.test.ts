import { aSnapshot, type KubeObject } from '@meshport/plugin-mesh-node/testing';
import { istio } from '../istio';
import {
  type AmbientCartOptions,
  anAmbientCart,
  anAmbientIstio,
} from '../testing/ambientObjects';
import {
  aMeshConfig,
  aPeerAuthentication as policy,
} from '../testing/istioObjects';

function posture(
  objects: readonly KubeObject[],
  cart: AmbientCartOptions = {},
) {
  const all = [...anAmbientIstio(), ...anAmbientCart(cart), ...objects];
  return istio
    .adapt(aSnapshot(all, { kinds: istio.kinds }))
    .workloads.find(({ workload }) => workload.endsWith('/cart'))?.posture;
}

const STRICT = policy({ mode: 'STRICT' });
const BYPASS = { 'ambient.istio.io/bypass-inbound-capture': 'true' };

describe('mTLS of a workload in ambient mode', () => {
  it.each<[string, KubeObject[], string]>([
    ['no policy', [], 'permissive'],
    ['STRICT for the namespace', [STRICT], 'strict'],
    [
      'STRICT for the mesh',
      [policy({ namespace: 'istio-system', mode: 'STRICT' })],
      'strict',
    ],
    [
      'DISABLE, which ztunnel does not know',
      [policy({ mode: 'DISABLE' })],
      'permissive',
    ],
    [
      'DISABLE for the workload below STRICT',
      [
        STRICT,
        policy({ name: 'cart', mode: 'DISABLE', selector: { app: 'cart' } }),
      ],
      'permissive',
    ],
    [
      'STRICT but for one port',
      [
        policy({
          ...{ mode: 'STRICT', selector: { app: 'cart' } },
          ports: { 9090: 'PERMISSIVE' },
        }),
      ],
      'permissive',
    ],
  ])('%s', (_, policies, expected) => {
    expect(posture(policies)?.inbound).toBe(expected);
  });

  it('is off beside a pod that is not captured', () => {
    expect(posture([STRICT], { pods: [{}, { is: 'plain' }] })).toMatchObject({
      inbound: 'off',
      podsWithoutProxy: 1,
    });
  });

  it('is that of both where sidecars and captured pods run together', () => {
    expect(posture([STRICT], { pods: [{}, { is: 'sidecar' }] })).toMatchObject({
      inbound: 'strict',
      podsWithoutProxy: 0,
    });
  });

  it('is off for pods that let plain text past ztunnel', () => {
    const all = [...anAmbientIstio(), ...anAmbientCart(), STRICT].map(object =>
      object.kind === 'Pod' && object.metadata.name === 'cart-0'
        ? {
            ...object,
            metadata: {
              ...object.metadata,
              annotations: {
                ...(object.metadata.annotations as object),
                ...BYPASS,
              },
            },
          }
        : object,
    );
    const { workloads } = istio.adapt(aSnapshot(all, { kinds: istio.kinds }));
    const cart = workloads.find(({ workload }) => workload.endsWith('/cart'));
    expect(cart?.posture?.inbound).toBe('off');
  });

  it("names identities in the mesh's trust domain", () => {
    expect(
      posture([aMeshConfig('trustDomain: corp.example')])?.identities,
    ).toEqual(['spiffe://corp.example/ns/shop/sa/cart']);
  });

  it('is not known where nothing runs', () => {
    expect(posture([STRICT], { pods: [] })?.inbound).toBe('unknown');
  });
});
