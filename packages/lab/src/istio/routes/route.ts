import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Condition } from '../../controllers/objects.ts';

/** The fields of routes of the Gateway API that istiod reads and writes. */

export interface ParentRef {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  port?: number;
  sectionName?: string;
}

export interface BackendRef {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  port?: number;
}

export interface RouteParentStatus {
  conditions: Condition[];
  controllerName: string;
  parentRef: ParentRef;
}

export interface Route extends KubeObject {
  spec: {
    parentRefs?: readonly ParentRef[];
    rules?: readonly { backendRefs?: readonly BackendRef[] }[];
  };
  status?: { parents: RouteParentStatus[] };
}

const GATEWAY_API = 'gateway.networking.k8s.io';

/** Kind of the parent with its group; a reference without either means a Gateway. */
export function parentKind({ group, kind = 'Gateway' }: ParentRef): string {
  const known = group ?? GATEWAY_API;
  return known === '' || known === 'core' ? kind : `${kind}.${known}`;
}

export const GATEWAY_PARENT = `Gateway.${GATEWAY_API}`;
