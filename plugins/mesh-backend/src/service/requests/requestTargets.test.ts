import type { RequestForm } from '@meshport/plugin-mesh-common';
import { buildWorld } from '../../core/views/buildWorld';
import {
  aCluster,
  aMatch,
  aModel,
  aNamespaceModel,
  aServiceModel,
} from '../../testing/modelBuilders';
import { requestTargets } from './requestTargets';

const FORM: RequestForm = {
  kind: 'namespace-offboard',
  ...{ clusters: ['west'], namespace: 'shop' },
  ...{ mesh: 'istio', mode: 'ambient' },
};

function ownersWith(owner: string | undefined) {
  const model = aModel({
    namespaces: [aNamespaceModel(owner ? { owner } : {})],
    services: [aServiceModel()],
  });
  const world = buildWorld({
    sets: [{ name: 'live', title: 'Live' }],
    clusters: [aCluster({ model })],
    systems: [],
    matches: [aMatch({ owners: ['group:default/shop'] })],
  });
  return requestTargets(world, FORM)?.map(({ owners }) => owners);
}

describe('who may ask about a namespace', () => {
  it.each<[string, string | undefined, string]>([
    ['whom it names', 'group:default/pay', 'group:default/pay'],
    ['else whoever owns something in it', undefined, 'group:default/shop'],
  ])('is %s', (_, owner, expected) => {
    expect(ownersWith(owner)).toEqual([[expected]]);
  });
});
