import {
  aNamespace,
  aSnapshot,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { istio } from './istio';
import { anInjector } from './testing/istioObjects';

function enrol(namespace: string, ...objects: readonly KubeObject[]) {
  const snapshot = aSnapshot(objects, { kinds: istio.kinds });
  return istio.enrol?.(snapshot, namespace);
}

describe('enrolling a namespace', () => {
  it.each<[string, KubeObject[], string | undefined]>([
    ['a default revision', [anInjector()], 'istio-injection=enabled'],
    [
      'a default tag',
      [anInjector({ revision: 'canary', tag: 'default' })],
      'istio-injection=enabled',
    ],
    [
      'only a named revision',
      [anInjector({ revision: 'canary' })],
      'istio.io/rev=canary',
    ],
    [
      'only a deactivated injector',
      [anInjector({ deactivated: true })],
      undefined,
    ],
    ['no injector', [], undefined],
  ])('with %s', (_, objects, label) => {
    expect(enrol('shop', ...objects)?.command).toBe(
      label &&
        `kubectl --context west label namespace shop ${label} --overwrite`,
    );
  });

  it('gives the namespace as a manifest', () => {
    expect(enrol('shop', anInjector())?.manifest).toBe(
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    istio-injection: enabled\n',
    );
  });

  it('removes the label that stands in the way', () => {
    const labels = { 'istio-injection': 'disabled' };
    const command = enrol(
      'shop',
      anInjector({ revision: 'canary' }),
      aNamespace({ labels }),
    )?.command;
    expect(command).toBe(
      'kubectl --context west label namespace shop istio.io/rev=canary istio-injection- --overwrite',
    );
  });

  it('offers nothing for namespaces that Istio ignores', () => {
    expect(enrol('kube-system', anInjector())).toBeUndefined();
  });
});
