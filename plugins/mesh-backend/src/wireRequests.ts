import { randomUUID } from 'node:crypto';
import type {
  AuditorService,
  AuthService,
  DatabaseService,
  DiscoveryService,
  HttpAuthService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import {
  meshRequestApprovePermission,
  meshRequestReadPermission,
  type MeshRequest,
} from '@meshport/plugin-mesh-common';
import {
  meshRequestResourceRef,
  meshRequestRules,
} from '@meshport/plugin-mesh-node';
import type { MeshConfig } from './config/readMeshConfig';
import { deliveryFor, namesLike } from './config/requestsConfig';
import { openKey } from './core/requests/openKey';
import { createAuthorizeRequests } from './http/authorizeRequests';
import { createRequestRouter } from './http/requestRouter';
import type { CatalogIndex } from './io/catalog/CatalogIndex';
import { systemClock as clock } from './io/clock';
import { DatabaseRequestStore } from './io/database/DatabaseRequestStore';
import type { ClusterSource } from './io/kube/ClusterSource';
import { KubernetesLiveObjects } from './io/kube/KubernetesLiveObjects';
import { KubernetesObjectWriter } from './io/kube/KubernetesObjectWriter';
import { KubernetesProxyTransport } from './io/kube/KubernetesProxyTransport';
import type { LiveObjects } from './io/kube/LiveObjects';
import type { ObjectWriter } from './io/kube/ObjectWriter';
import type { ClusterModels } from './service/ClusterModels';
import type { MeshService } from './service/MeshService';
import { kubectlContextOf } from './service/placement';
import { resourceOf } from './service/requests/Caller';
import { deliverRestarts } from './service/requests/deliverRestarts';
import { DeliveryWorker } from './service/requests/DeliveryWorker';
import { noticesOf } from './service/requests/noticesOf';
import { Preflights } from './service/requests/Preflights';
import { RequestService } from './service/requests/RequestService';
import { requestTargets } from './service/requests/requestTargets';
import { runRequests } from './service/requests/runRequests';
import { Worlds } from './service/Worlds';

interface Services {
  readonly auditor: AuditorService;
  readonly auth: AuthService;
  readonly database: DatabaseService;
  readonly discovery: DiscoveryService;
  readonly httpAuth: HttpAuthService;
  readonly logger: LoggerService;
  readonly notifications: NotificationService;
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
}

interface ReadSide {
  readonly config: MeshConfig;
  readonly source: ClusterSource;
  readonly models: ClusterModels;
  readonly catalog: CatalogIndex;
  readonly reads: MeshService;
}

/** How single objects are read and written; tests have clusters in memory. */
export interface ObjectAccess {
  readonly live: LiveObjects;
  readonly writer: ObjectWriter;
}

function throughKubernetesPlugin(
  services: Services,
  { requests }: MeshConfig,
  signal: AbortSignal,
): ObjectAccess {
  const transport = new KubernetesProxyTransport(services);
  return {
    live: new KubernetesLiveObjects({ transport, clock, signal }),
    writer: new KubernetesObjectWriter({
      services,
      clock,
      identityOf: cluster => deliveryFor(requests, cluster)?.identity,
    }),
  };
}

function preflightsOf(
  { config, source, models, reads }: ReadSide,
  live: LiveObjects,
): Preflights {
  const isProtected = namesLike(config.requests.protectedNamespaces);
  return new Preflights({
    ...{ source, models, reads, live, clock },
    kubectlContextOf: cluster => kubectlContextOf(config, cluster),
    isProtected: namespace => isProtected.test(namespace),
  });
}

/** The part of the plugin with which things are asked for, decided and delivered. */
export async function wireRequests(
  services: Services,
  { readSide, access }: { readSide: ReadSide; access?: ObjectAccess },
) {
  const { config } = readSide;
  const stop = new AbortController();
  const store = await DatabaseRequestStore.create(services.database, openKey);
  const { live, writer } =
    access ?? throughKubernetesPlugin(services, config, stop.signal);
  services.permissionsRegistry.addResourceType({
    resourceRef: meshRequestResourceRef,
    permissions: [meshRequestReadPermission, meshRequestApprovePermission],
    rules: Object.values(meshRequestRules),
    getResources: async ids => {
      const requests = await Promise.all(ids.map(id => store.get(id)));
      return requests.map(one => one && resourceOf(one));
    },
  });
  const planner = preflightsOf(readSide, live);
  const worlds = new Worlds(readSide);
  const notify: (request: MeshRequest) => void = noticesOf({
    ...services,
    config: config.requests,
  });
  const requests = new RequestService({
    ...{ store, planner, clock, notify },
    config: config.requests,
    operations: ['restart'],
    targetsOf: form => requestTargets(worlds.world(), form),
  });
  const { logger } = services;
  const worker = new DeliveryWorker({
    ...{ store, planner, clock, notify },
    owner: randomUUID(),
    deliver: { apply: deliverRestarts({ live, writer, clock }) },
    onFault: ({ request, error }) => {
      const cause = error instanceof Error ? error.stack ?? '' : String(error);
      logger.warn('A request could not be delivered', { request, cause });
    },
  });
  return {
    router: createRequestRouter({
      ...services,
      requests,
      authorize: createAuthorizeRequests(services),
    }),
    run: async (signal: AbortSignal) => {
      signal.addEventListener('abort', () => stop.abort(), { once: true });
      await runRequests({ store, worker, clock, logger, notify }, signal);
    },
  };
}
