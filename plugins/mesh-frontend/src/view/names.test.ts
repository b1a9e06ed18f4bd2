import { meshChoices } from './names';

it('offers the meshes that the plugin knows, and those of answers by their titles', () => {
  expect(
    meshChoices([
      { mesh: 'kuma', title: 'Kuma' },
      { mesh: 'another' },
      { mesh: 'istio' },
      // Of services that are in no mesh.
      { mesh: '' },
    ]),
  ).toEqual([
    { value: 'another', label: 'another' },
    { value: 'cilium', label: 'Cilium' },
    { value: 'consul', label: 'Consul' },
    { value: 'istio', label: 'Istio' },
    { value: 'kuma', label: 'Kuma' },
    { value: 'linkerd', label: 'Linkerd' },
  ]);
});
