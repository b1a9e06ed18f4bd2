import { isDeepStrictEqual } from 'node:util';
import type { DraftObject, KubeObject } from '../../apiserver/KubeObject.ts';
import type { Store } from '../../apiserver/Store.ts';
import type {
  Controller,
  ControllerContext,
} from '../../controllers/Controller.ts';
import { refOf } from '../../controllers/Controller.ts';
import type { EndpointSlice, Service } from '../../controllers/objects.ts';
import { writeStatus } from '../../controllers/statuses.ts';
import { isAboutIstiod, istiodFor, type Istiod } from '../istiods.ts';
import { ROUTE_KINDS, routesAttachedTo } from '../routes/attachedRoutes.ts';
import { classInfoOf, type ClassInfo } from './classes.ts';
import {
  GATEWAY_CLASSES,
  GATEWAY_NAME,
  GATEWAYS,
  type Gateway,
  type GatewayClass,
  type Listener,
} from './gateway.ts';
import { deployedName, gatewayObjects, isDeployed } from './gatewayObjects.ts';
import { gatewayStatus, type GatewayService } from './gatewayStatus.ts';
import type { ListenerFacts } from './listenerStatus.ts';

const manager = 'istio.io/gateway-controller';
const slices = 'endpointslices.discovery.k8s.io';

/** istiod deploys the proxies of its Gateways and reports on them; what it deployed goes with the Gateway. */
export const gatewayController: Controller = {
  name: 'istiod-gateways',
  *concerns(change, { store }) {
    const { resource, object } = change;
    if (!store.kinds.get(GATEWAYS)) return;
    if (resource === GATEWAYS) {
      if (change.type !== 'DELETED') yield refOf(GATEWAYS, object);
      return;
    }
    const name = object.metadata.labels?.[GATEWAY_NAME];
    if (name && PARTS.includes(resource))
      yield { ...refOf(GATEWAYS, object), name };
    const touchesAny =
      [GATEWAY_CLASSES, 'namespaces', 'secrets', ...ROUTE_KINDS].includes(
        resource,
      ) || isAboutIstiod(change);
    if (touchesAny) {
      for (const gateway of store.list(GATEWAYS).items)
        yield refOf(GATEWAYS, gateway);
    }
  },
  reconcile(ref, context) {
    const { store } = context;
    const gateway = store.get<Gateway>(ref);
    if (!gateway || gateway.metadata.deletionTimestamp) return;
    const info = classInfoOf(
      store.get<GatewayClass>({
        resource: GATEWAY_CLASSES,
        name: gateway.spec.gatewayClassName,
      }),
    );
    const istiod = info && istiodFor(store, gateway);
    if (!istiod) return;
    if (isDeployed(gateway, info)) deploy(gateway, { info, istiod, store });
    report(gateway, info, context);
  },
};

const PARTS = ['services', 'serviceaccounts', 'deployments.apps', slices];

function deploy(
  gateway: Gateway,
  options: { info: ClassInfo; istiod: Istiod; store: Store },
): void {
  const objects = gatewayObjects(gateway, options.info, options.istiod);
  for (const [resource, draft] of Object.entries(objects))
    apply(options.store, resource, draft as DraftObject);
}

/** Sets what the draft says, and leaves alone what others have added, such as the number of replicas. */
function apply(store: Store, resource: string, draft: DraftObject): void {
  const { name = '', namespace } = draft.metadata;
  const ref = { resource, namespace, name };
  const existing = store.get(ref);
  if (!existing) {
    store.create(resource, draft, { manager });
    return;
  }
  store.modify(
    ref,
    copy => {
      Object.assign(copy, merged(copy, draft));
    },
    { manager },
  );
}

/** Objects are merged; lists are taken as a whole unless the server has only added defaults to their items. */
function merged(old: unknown, wanted: unknown): unknown {
  if (Array.isArray(wanted) && Array.isArray(old))
    return wanted.length === old.length
      ? wanted.map((item, i) => merged(old[i], item))
      : wanted;
  if (isRecord(old) && isRecord(wanted)) {
    const changed = Object.entries(wanted).map(([key, value]) => [
      key,
      merged(old[key], value),
    ]);
    return { ...old, ...Object.fromEntries(changed) };
  }
  return isDeepStrictEqual(old, wanted) ? old : wanted;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function report(
  gateway: Gateway,
  info: ClassInfo,
  { store, timeline }: ControllerContext,
): void {
  const listeners = gateway.spec.listeners.map(
    (listener): [string, ListenerFacts] => [
      listener.name,
      {
        attachedRoutes: routesAttachedTo(store, gateway, listener).length,
        missingSecret: missingSecret(store, gateway, listener),
      },
    ],
  );
  const status = gatewayStatus(gateway, info, {
    services: servicesOf(store, gateway, info),
    listeners: Object.fromEntries(listeners),
    now: timeline.now(),
  });
  writeStatus(store, GATEWAYS, gateway, status, manager);
}

function servicesOf(
  store: Store,
  gateway: Gateway,
  info: ClassInfo,
): GatewayService[] {
  const { namespace = '' } = gateway.metadata;
  const hosts = isDeployed(gateway, info)
    ? [deployedName(gateway, info)]
    : (gateway.spec.addresses ?? [])
        .filter(address => address.type === 'Hostname')
        .map(address => address.value);
  return hosts.map(host => {
    const [name] = host.split('.');
    const ref = { resource: 'services', namespace, name };
    return {
      host: host.includes('.')
        ? host
        : `${host}.${namespace}.svc.cluster.local`,
      service: store.get<Service>(ref),
      hasEndpoints: hasReadyEndpoints(store, namespace, name),
    };
  });
}

function hasReadyEndpoints(
  store: Store,
  namespace: string,
  service: string,
): boolean {
  const label = 'kubernetes.io/service-name';
  return store
    .list<EndpointSlice>(slices, { namespace })
    .items.filter(slice => slice.metadata.labels?.[label] === service)
    .some(slice =>
      slice.endpoints?.some(endpoint => endpoint.conditions.ready),
    );
}

function missingSecret(
  store: Store,
  gateway: KubeObject,
  listener: Listener,
): ListenerFacts['missingSecret'] {
  for (const ref of listener.tls?.certificateRefs ?? []) {
    const namespace = ref.namespace ?? gateway.metadata.namespace ?? '';
    const found = store.get({ resource: 'secrets', namespace, name: ref.name });
    if (!found) return { ref, secret: `${namespace}/${ref.name}` };
  }
  return undefined;
}
