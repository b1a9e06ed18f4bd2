import {
  text,
  type ExportTarget,
  type ExportView,
  type Link,
  type Reason,
} from '@meshport/plugin-mesh-common';

const CLUSTER = { cluster: 'south', from: 'north' };
const SERVICE = { namespace: 'shop', name: 'basket' };

/** What arrived in `south`, and can be called there. */
export function anExportTarget(
  overrides: Partial<ExportTarget> = {},
): ExportTarget {
  const name = 'basket-north';
  return {
    cluster: 'south',
    state: 'available',
    arrived: true,
    as: {
      ...{ cluster: 'south', apiVersion: 'v1', kind: 'Service' },
      ...{ namespace: 'shop', name },
    },
    host: `${name}.shop.svc.cluster.local`,
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: { ready: 1, total: 1 },
    reachedBy: 'endpoints',
    reasons: [],
    ...overrides,
  };
}

/** What did not arrive in `south`, as it has no such namespace. */
export function aMissingTarget(
  overrides: Partial<ExportTarget> = {},
): ExportTarget {
  const params = { ...CLUSTER, namespace: 'shop' };
  return {
    cluster: 'south',
    state: 'missing',
    arrived: false,
    ports: [],
    endpoints: { ready: 0, total: 0 },
    reasons: [
      {
        code: 'namespace-missing',
        text: text('reason.namespace-missing', params),
        fix: {
          text: text('fix.create-namespace', params),
          command: 'kubectl --context south create namespace shop',
        },
        evidence: [],
      },
    ],
    ...overrides,
  };
}

/** What Cilium alone knows the endpoints of. */
export function aLimitedTarget(): ExportTarget {
  const params = { ...CLUSTER, ...SERVICE };
  return anExportTarget({
    state: 'limited',
    host: 'basket.shop.svc.cluster.local',
    endpoints: { ready: 0, total: 0 },
    reachedBy: 'datapath',
    reasons: [
      {
        code: 'endpoints-not-synced',
        text: text('reason.endpoints-not-synced.service', params),
        fix: {
          text: text('fix.sync-endpoints', params),
          command:
            'kubectl --context south -n shop annotate service basket service.cilium.io/global-sync-endpoint-slices=true --overwrite',
          effect: text('effect.kept-by.flux-helm-release', {
            ...{ cluster: 'south', object: 'shop/basket', writer: 'basket' },
          }),
        },
        evidence: [],
      },
    ],
  });
}

/** Said of a cluster that stopped answering a while ago. */
export function anOutdatedReason(since: string, cluster = 'south'): Reason {
  return {
    code: 'cluster-outdated',
    text: text('reason.cluster-outdated', { cluster, since }),
    evidence: [],
    since,
  };
}

/** A cluster of which nothing has been read. */
export function anUnreadTarget(): ExportTarget {
  const reason = text('reason.cluster-not-read', { cluster: 'south' });
  return aMissingTarget({
    state: 'unknown',
    arrived: 'unknown',
    reasons: [{ code: 'cluster-not-read', text: reason, evidence: [] }],
  });
}

/** `shop/basket` of `north`, mirrored by Linkerd into `south`. */
export function anExport(overrides: Partial<ExportView> = {}): ExportView {
  return {
    ...{ set: 'production', ...SERVICE, mesh: 'linkerd' },
    mechanism: 'linkerd-mirror',
    from: 'north',
    state: 'available',
    endpoints: { ready: 2, total: 2 },
    reasons: [],
    to: [anExportTarget()],
    ...overrides,
  };
}

/** `south` reaches services of `north`. */
export function aLink(overrides: Partial<Link> = {}): Link {
  return {
    ...{ mesh: 'linkerd', mechanism: 'linkerd-link' },
    ...{ from: 'south', to: 'north', state: 'connected' },
    ...{ services: 3, sharedTrust: true, reasons: [] },
    ...overrides,
  };
}
