import {
  aNamespace,
  aService,
  aSnapshot,
} from '@meshport/plugin-mesh-node/testing';
import { keptBy } from './keptBy';

const FLUX = {
  'kustomize.toolkit.fluxcd.io/name': 'apps',
  'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};
const APPS = {
  kind: 'flux-kustomization',
  ...{ name: 'apps', namespace: 'flux-system' },
};

it('Services and namespaces are told with what keeps them, people left out', () => {
  const snapshot = aSnapshot([
    aNamespace({ name: 'shop', labels: FLUX }),
    aNamespace({ name: 'cart' }),
    aService({ name: 'cart', namespace: 'shop', labels: FLUX }),
    aService({ name: 'bill', namespace: 'shop' }),
  ]);
  expect(keptBy(snapshot)).toEqual({ shop: APPS, 'shop/cart': APPS });
});
