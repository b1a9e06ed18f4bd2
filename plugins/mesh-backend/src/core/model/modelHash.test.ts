import {
  aModel,
  aNamespaceModel,
  aServiceModel,
  aWorkload,
} from '../../testing/modelBuilders';
import { createModelHash } from './modelHash';

function aCluster() {
  return aModel({
    services: [aServiceModel({ name: 'cart' }), aServiceModel({ name: 'tax' })],
    workloads: [aWorkload({ name: 'cart' })],
  });
}

describe('the hash of a model', () => {
  it('is the same for equal models', () => {
    const [one, other] = [createModelHash(), createModelHash()];
    expect(one(aCluster())).toBe(other(aCluster()));
  });

  it('is that of the model as it is, whatever was hashed before', () => {
    const hash = createModelHash();
    const model = aCluster();
    const first = hash(model);
    const changed = { ...model, services: model.services.slice(1) };
    expect(hash(changed)).toBe(createModelHash()(changed));
    expect(hash({ ...model })).toBe(first);
  });

  it.each([
    ['a service', { services: [aServiceModel({ name: 'cart' })] }],
    ['the order of services', { services: [...aCluster().services].reverse() }],
    ['a workload', { workloads: new Map() }],
    ['a namespace', { namespaces: [aNamespaceModel({ name: 'other' })] }],
    ['anything else', { cluster: 'east' }],
  ])('is another one where %s differs', (_, other) => {
    const hash = createModelHash();
    const model = aCluster();
    expect(hash({ ...model, ...other })).not.toBe(hash(model));
  });
});
