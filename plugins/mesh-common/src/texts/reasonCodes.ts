import type { Reason } from '../model/membership';

/**
 * Codes of the reasons that the plugin's own meshes give, explained in
 * `docs/reasons.md`. They are stable: scripts and dashboards may rely on them. Meshes
 * added by modules bring their own.
 */
export const reasonCodes = [
  'input-unreadable',
  'no-pods',
  'revision-not-found',
  'conflicting-labels',
  'host-network',
  'namespace-ignored-by-mesh',
  'injector-unavailable',
  'pod-opted-out',
  'pod-predates-injection',
  'pod-has-old-revision',
  'pod-outlives-injection',
  'namespace-not-labelled',
  'no-mesh-installed',
  'part-of-the-mesh',
  'mode-not-installed',
  'waypoint-missing',
  'waypoint-not-attached',
  'ztunnel-not-ready-on-node',
  'cni-not-ready-on-node',
  'service-missing',
  'control-plane-down',
  'control-plane-degraded',
  'data-plane-degraded',
  'config-not-synced',
  'version-skew',
  'version-unknown',
  'crds-only',
  'alias-conflict',
  'network-unmaintained',
  'cluster-not-read',
  'cluster-outdated',
  'no-cluster-linked',
  'namespace-missing',
  'service-not-there',
  'namespace-not-global',
  'service-not-global',
  'service-not-shared',
  'endpoints-not-synced',
  'no-ready-endpoints',
  'link-down',
  'link-unobserved',
  'gateway-down',
  'mirror-controller-down',
  'service-not-mirrored',
  'headless-not-federated',
] as const;

/** {@inheritDoc reasonCodes} */
export type ReasonCode = (typeof reasonCodes)[number];

/** A reason with a code that is documented. */
export type KnownReason = Reason & { readonly code: ReasonCode };
