import { ConfigReader } from '@backstage/config';
import { readMeshConfig } from '../../../plugins/mesh-backend/src/config/readMeshConfig';
import type { CatalogEntity } from '../../../plugins/mesh-backend/src/core/catalog/EntityMatch';
import { builtInMeshes } from '../../../plugins/mesh-backend/src/core/meshes';
import type { PublishedCluster } from '../../../plugins/mesh-backend/src/service/ClusterModels';
import {
  aModel,
  aServiceModel,
  aWorkload,
} from '../../../plugins/mesh-backend/src/testing/modelBuilders';
import { storeIndex, type StubWorld } from '../stub/StubWorld.ts';

/** Everything that is measured has entities: as many as pages are asked for. */
export const ENTITIES = 500;

/** Clusters as they are published when everything has been read. */
export function publishedClusters({ clusters }: StubWorld): PublishedCluster[] {
  return clusters.map(({ name: cluster, services }) => {
    const workloads = services.map(({ namespace, name }) => {
      const ref = { ...aWorkload().ref, cluster, namespace, name };
      return aWorkload({
        ...{ namespace, name, ref },
        key: `apps/Deployment/${namespace}/${name}`,
      });
    });
    return {
      name: cluster,
      reachability: { status: 'live' },
      hash: cluster,
      model: aModel({
        cluster,
        workloads,
        services: services.map((service, index) =>
          aServiceModel({ ...service, workloads: [workloads[index].key] }),
        ),
      }),
    };
  });
}

/** Every so-manieth service has an entity, of all clusters and stores. */
export function entitiesOf({ clusters }: StubWorld): CatalogEntity[] {
  const all = new Map(
    clusters
      .flatMap(({ services }) => services)
      .map(service => [service.name, service]),
  );
  const every = Math.max(1, Math.floor(all.size / ENTITIES));
  return [...all.values()]
    .filter((_, index) => index % every === 0)
    .slice(0, ENTITIES)
    .map(({ namespace, name }) => ({
      ...{ kind: 'component', namespace: 'default', name },
      ref: `component:default/${name}`,
      annotations: { 'meshport.io/services': `${namespace}/${name}` },
      owners: ['group:default/shop'],
      parts: [],
    }));
}

/** As somebody would configure it; without an address there are no stores. */
export function configOf({ stores, clusters }: StubWorld, url?: string) {
  const size = { stores: stores.length, clusters: clusters.length };
  const metrics = {
    stores: Object.fromEntries(
      stores.map(store => [
        store,
        { url: `${url}/${store}`, clusterLabel: 'cluster' },
      ]),
    ),
  };
  const own = clusters.map(({ name }, index) => [
    name,
    {
      aliases: { metrics: name, istio: name },
      ...(url ? { metrics: stores[storeIndex(index, size)] } : {}),
    },
  ]);
  const mesh = {
    clusters: Object.fromEntries(own),
    clusterSets: [
      {
        ...{ name: 'all', title: 'All clusters' },
        clusters: clusters.map(({ name }) => name),
      },
    ],
    ...(url ? { metrics } : {}),
  };
  const meshes = builtInMeshes.map(({ id }) => id);
  return readMeshConfig(new ConfigReader({ mesh }), meshes);
}
