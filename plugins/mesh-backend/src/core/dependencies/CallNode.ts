import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import type { GatewayRole } from './gatewayKinds';
import type { InstanceEntry, ServiceEntry } from '../views/World';

/**
 * One end of calls. `unknown` is one that no proxy could name, or in a cluster that is
 * not known: it is never taken for one that looks alike.
 */
export interface CallNode {
  readonly id: string;
  readonly kind: 'service' | 'workload' | 'gateway' | 'external' | 'unknown';
  readonly set?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Of a service: all of it, and its instance where the cluster is known. */
  readonly service?: ServiceEntry;
  readonly entry?: InstanceEntry;
  /** Entities that have a workload or a gateway. */
  readonly entityRefs?: readonly string[];
  /** What permission to see it is decided on; absent where there is nothing to go by. */
  readonly resources: readonly MeshServiceResource[];
  /** It passes on calls that somebody else made. */
  readonly passesOn?: GatewayRole;
}

/** Id of a node that stands in some cluster. */
export function nodeId(
  kind: CallNode['kind'],
  cluster: string | undefined,
  ...names: readonly string[]
): string {
  return [kind, cluster ?? '', ...names].join('|');
}

export function externalNode(host: string): CallNode {
  return {
    id: `external|${host}`,
    kind: 'external',
    name: host,
    resources: [],
  };
}

/** Whoever calls `to` and could not be named. */
export function unknownCallerOf(to: CallNode): CallNode {
  return {
    id: `unknown|to|${to.id}`,
    kind: 'unknown',
    resources: to.resources,
  };
}

/** Whatever `from` calls outside of all clusters by a name that its proxy did not tell. */
export function unknownCalleeOf(from: CallNode): CallNode {
  return {
    id: `unknown|from|${from.id}`,
    kind: 'unknown',
    resources: from.resources,
  };
}
