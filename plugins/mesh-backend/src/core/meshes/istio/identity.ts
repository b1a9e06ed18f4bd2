import { mainRevision } from './controlPlane';
import type { World } from './facts';
import { LABEL_NETWORK } from './names';

/**
 * What the injectors of an istiod elsewhere tell it of this cluster: the end of their
 * URL or path is `/inject/cluster/<id>/net/<network>`.
 */
function fromInjectionPath(
  { injectors }: World,
  key: 'cluster' | 'net',
): string | undefined {
  const value = new RegExp(`/inject/(?:.*/)?${key}/([^/]+)`);
  return injectors
    .flatMap(({ webhooks }) => webhooks)
    .map(({ clientConfig: { url, service } }) => url ?? service?.path ?? '')
    .map(path => value.exec(path)?.[1])
    .find(found => found !== undefined);
}

/** True where the istiod of this cluster's injectors runs in another one. */
export function isRemote(world: World): boolean {
  return (
    world.controlPlane.revisions.size === 0 &&
    fromInjectionPath(world, 'cluster') !== undefined
  );
}

/** The cluster's name in the mesh: what istiod is told (`CLUSTER_ID`). */
export function clusterIdOf(world: World): string | undefined {
  const { environments } = world.controlPlane;
  const ids = [...environments.values()].map(env => env.CLUSTER_ID);
  return (
    ids.find(id => id !== undefined) ?? fromInjectionPath(world, 'cluster')
  );
}

/** The network that the cluster's pods are on, as Istio's own namespace says. */
export function networkOf(world: World): string | undefined {
  const { snapshot, controlPlane } = world;
  const main = mainRevision(controlPlane);
  const home = main && snapshot.namespace(main.namespace);
  return (
    home?.metadata.labels[LABEL_NETWORK] ?? fromInjectionPath(world, 'net')
  );
}
