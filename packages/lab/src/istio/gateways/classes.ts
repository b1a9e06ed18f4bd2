import type {
  Controller,
  ControllerContext,
} from '../../controllers/Controller.ts';
import { writeStatus } from '../../controllers/statuses.ts';
import { isAboutIstiod, readyIstiods, type Istiod } from '../istiods.ts';
import { withVerdicts } from './conditions.ts';
import { GATEWAY_CLASSES, type GatewayClass } from './gateway.ts';

/** One kind of gateway, as istiod 1.31 has it (pilot/pkg/config/kube/gatewaycommon/classinfo.go). */
export interface ClassInfo {
  name: string;
  controller: string;
  description: string;
  /** Value of the label `gateway.istio.io/managed`; without it nothing is deployed. */
  managed?: string;
  proxy: 'waypoint' | 'router';
  /** The objects of the Gateway are named `<name>-<class>`. */
  suffix: boolean;
  serviceType: 'ClusterIP' | 'LoadBalancer';
  /** What is reported while there is no external address; both if left out. */
  addressType?: 'Hostname';
  offeredBy(istiod: Istiod): boolean;
}

const CLASSES: readonly ClassInfo[] = [
  {
    name: 'istio',
    controller: 'istio.io/gateway-controller',
    description: 'The default Istio GatewayClass',
    managed: 'istio.io-gateway-controller',
    proxy: 'router',
    suffix: true,
    serviceType: 'LoadBalancer',
    addressType: 'Hostname',
    offeredBy: () => true,
  },
  {
    name: 'istio-remote',
    controller: 'istio.io/unmanaged-gateway',
    description:
      'Remote to this cluster. Does not deploy or affect configuration.',
    proxy: 'router',
    suffix: true,
    serviceType: 'LoadBalancer',
    addressType: 'Hostname',
    offeredBy: () => true,
  },
  {
    name: 'istio-waypoint',
    controller: 'istio.io/mesh-controller',
    description: 'The default Istio waypoint GatewayClass',
    managed: 'istio.io-mesh-controller',
    proxy: 'waypoint',
    suffix: false,
    serviceType: 'ClusterIP',
    offeredBy: istiod => istiod.ambient,
  },
  {
    name: 'istio-east-west',
    controller: 'istio.io/eastwest-controller',
    description: 'The default GatewayClass for Istio East West Gateways',
    managed: 'istio.io-eastwest-controller',
    proxy: 'waypoint',
    suffix: false,
    serviceType: 'LoadBalancer',
    offeredBy: istiod => istiod.multiNetwork,
  },
];

const manager = 'pilot-discovery';

/** What a Gateway of this GatewayClass becomes; undefined for a class of another controller. */
export function classInfoOf(
  gatewayClass: GatewayClass | undefined,
): ClassInfo | undefined {
  const controller = gatewayClass?.spec.controllerName;
  return CLASSES.find(info => info.controller === controller);
}

/** istiod makes its GatewayClasses while it runs, leaves those that are there alone, and accepts all of its controllers. */
export const gatewayClassController: Controller = {
  name: 'istiod-gateway-classes',
  *concerns(change, { store }) {
    if (!store.kinds.get(GATEWAY_CLASSES)) return;
    const names = CLASSES.map(info => info.name);
    if (change.resource === GATEWAY_CLASSES)
      names.push(change.object.metadata.name);
    else if (!isAboutIstiod(change)) return;
    for (const name of new Set(names))
      yield { resource: GATEWAY_CLASSES, name };
  },
  reconcile(ref, context) {
    const { store } = context;
    const istiods = readyIstiods(store);
    if (istiods.length === 0) return;
    const builtIn = CLASSES.find(info => info.name === ref.name);
    const existing = store.get<GatewayClass>(ref);
    if (!existing && builtIn && istiods.some(i => builtIn.offeredBy(i)))
      accept(create(builtIn, context), context);
    if (existing && classInfoOf(existing)) accept(existing, context);
  },
};

function create(info: ClassInfo, { store }: ControllerContext): GatewayClass {
  const { name, controller, description } = info;
  return store.create<GatewayClass>(
    GATEWAY_CLASSES,
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name },
      spec: { controllerName: controller, description },
    },
    { manager },
  );
}

function accept(
  gatewayClass: GatewayClass,
  { store, timeline }: ControllerContext,
): void {
  const verdict = {
    type: 'Accepted',
    status: 'True' as const,
    reason: 'Accepted',
    message: 'Handled by Istio controller',
  };
  const conditions = withVerdicts(gatewayClass.status?.conditions, [verdict], {
    observedGeneration: gatewayClass.metadata.generation,
    now: timeline.now(),
  });
  writeStatus(
    store,
    GATEWAY_CLASSES,
    gatewayClass,
    { ...gatewayClass.status, conditions },
    manager,
  );
}
