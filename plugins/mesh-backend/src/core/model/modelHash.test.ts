import {
  aModel,
  aNamespaceModel,
  aServiceModel,
  aWorkload,
} from '../../testing/modelBuilders';
import { modelHash } from './modelHash';

function aCluster() {
  return aModel({
    services: [aServiceModel({ name: 'cart' }), aServiceModel({ name: 'tax' })],
    workloads: [aWorkload({ name: 'cart' })],
  });
}

describe('the hash of a model', () => {
  it('is the same for equal models', () => {
    expect(modelHash(aCluster())).toBe(modelHash(aCluster()));
  });

  it.each([
    ['a service', { services: [aServiceModel({ name: 'cart' })] }],
    ['the order of services', { services: [...aCluster().services].reverse() }],
    ['a workload', { workloads: new Map() }],
    ['a namespace', { namespaces: [aNamespaceModel({ name: 'other' })] }],
    ['anything else', { cluster: 'east' }],
  ])('is another one where %s differs', (_, other) => {
    const model = aCluster();
    expect(modelHash({ ...model, ...other })).not.toBe(modelHash(model));
  });
});
