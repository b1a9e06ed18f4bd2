import type { Objects } from './objects';

/** Something that happens in real clusters, and what is true of it: written before the portal was asked. */
export interface InventedSituation {
  title: string;
  objects: Objects;
  /** Of the workload `shop/cart`: `mesh mode layer state enrolled/total codes`, mesh by mesh. */
  says?: string;
  /** Inbound mTLS of `shop/cart`. */
  mTLS?: 'strict' | 'permissive' | 'off' | 'unknown';
  /** `mesh health codes`, for the meshes named. */
  meshes?: readonly string[];
  /** `cni encryption`. */
  networks?: readonly string[];
  /** Versions of the proxies. */
  proxies?: string;
  /** `namespace/name` of the waypoint. */
  waypoint?: string;
  /** What the command of the first fix has to contain; empty: there must be no command. */
  fix?: readonly string[];
  /** What no fix may contain. */
  neverFix?: readonly string[];
  /** Where that is written. */
  fact: string;
}
