import { createSnapshot, type Mesh } from '@meshport/plugin-mesh-node';
import { namespaceRules } from '../config/namespaceRules';
import type { MeshConfig } from '../config/readMeshConfig';
import { buildModel } from '../core/buildModel';
import type { ClusterModel } from '../core/model/ClusterModel';
import type { Clock } from '../io/clock';
import type { ClusterState } from '../io/kube/ClusterSource';
import { ChangeMemory } from './ChangeMemory';
import { kubectlContextOf } from './placement';

/** Builds the model of a cluster, with what was seen to change since the start. */
export function buildWith(
  meshes: readonly Mesh[],
  config: MeshConfig,
  clock: Clock,
): (cluster: ClusterState) => ClusterModel {
  const namespaces = namespaceRules(config);
  const memory = new ChangeMemory({ meshes, namespaces, clock });
  return cluster => {
    const snapshot = createSnapshot({
      cluster: cluster.name,
      kubectlContext: kubectlContextOf(config, cluster.name),
      kinds: cluster.kinds(),
    });
    const { defaultMesh } = config.clusters.get(cluster.name) ?? {};
    const model = buildModel(snapshot, meshes, { defaultMesh, namespaces });
    return memory.remember(cluster, snapshot, model);
  };
}
