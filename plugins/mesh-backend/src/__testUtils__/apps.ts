import type { Entity } from '@backstage/catalog-model';
import {
  aDeployment,
  aPod,
  aReplicaSet,
  aService,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';

/** A Deployment with one pod and a Service of the same name. */
export function anApp(namespace: string, name: string): KubeObject[] {
  const deployment = aDeployment({ namespace, name });
  const replicaSet = aReplicaSet({
    namespace,
    name: `${name}-5d9f`,
    owner: deployment,
  });
  return [
    deployment,
    replicaSet,
    aPod({
      namespace,
      name: `${name}-5d9f-x1`,
      labels: { app: name },
      owner: replicaSet,
    }),
    aService({ namespace, name }),
  ];
}

/** A component that a group owns. */
export function anEntity(
  name: string,
  fields: Partial<Entity['metadata']> & { owner?: string } = {},
): Entity {
  const { owner = 'group:default/shop', ...metadata } = fields;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', ...metadata },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}
