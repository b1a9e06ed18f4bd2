import { z } from 'zod';
import type { WatchedKind } from '../WatchedKind';
import { labelSelectorSchema } from './labelSelectorSchema';
import {
  lenientList,
  lenientObject,
  optionalInteger,
  optionalString,
} from './lenient';
import { conditionSchema, metadataSchema } from './schema';

/**
 * Kinds of the Gateway API (1.0 to 1.6) that several meshes read. They are watched
 * where a mesh names them.
 */

const listenerSchema = z.object({
  name: z.string(),
  port: optionalInteger,
  protocol: optionalString,
  allowedRoutes: lenientObject({
    namespaces: lenientObject({
      /** `Same` (the default), `All` or `Selector`. */
      from: optionalString,
      selector: labelSelectorSchema,
    }),
  }),
});

const gatewaySchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({
    gatewayClassName: optionalString,
    listeners: lenientList(listenerSchema),
  }),
  status: lenientObject({
    addresses: lenientList(z.object({ value: z.string() })),
    conditions: lenientList(conditionSchema),
  }),
});

const gatewayClassSchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({ controllerName: optionalString }),
});

/**
 * What a route hangs on. Writers differ in how they name the core group (`` or `core`)
 * and leave out a namespace that is the route's own.
 */
const parentRefSchema = z.object({
  group: optionalString,
  kind: optionalString,
  namespace: optionalString,
  name: z.string(),
  port: optionalInteger,
});

const routeSchema = z.object({
  metadata: metadataSchema,
  spec: lenientObject({ parentRefs: lenientList(parentRefSchema) }),
  status: lenientObject({
    /** What each controller that takes the route says of each parent. */
    parents: lenientList(
      z.object({
        parentRef: parentRefSchema,
        controllerName: optionalString,
        conditions: lenientList(conditionSchema),
      }),
    ),
  }),
});

export type Gateway = z.output<typeof gatewaySchema>;
export type GatewayClass = z.output<typeof gatewayClassSchema>;
export type Route = z.output<typeof routeSchema>;

const GROUP = 'gateway.networking.k8s.io';

export const gatewayKind: WatchedKind<Gateway> = {
  group: GROUP,
  versions: ['v1', 'v1beta1'],
  plural: 'gateways',
  kind: 'Gateway',
  schema: gatewaySchema,
  optional: true,
};

export const gatewayClassKind: WatchedKind<GatewayClass> = {
  group: GROUP,
  versions: ['v1', 'v1beta1'],
  plural: 'gatewayclasses',
  kind: 'GatewayClass',
  schema: gatewayClassSchema,
  optional: true,
};

export const httpRouteKind: WatchedKind<Route> = {
  group: GROUP,
  versions: ['v1', 'v1beta1'],
  plural: 'httproutes',
  kind: 'HTTPRoute',
  schema: routeSchema,
  optional: true,
};

export const grpcRouteKind: WatchedKind<Route> = {
  group: GROUP,
  versions: ['v1'],
  plural: 'grpcroutes',
  kind: 'GRPCRoute',
  schema: routeSchema,
  optional: true,
};
