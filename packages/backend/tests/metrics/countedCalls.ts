import { podEnd, type LedgerRow } from './Ledger';
import type { ProxiedPods } from './ProxiedPods';

/** A service in one cluster, with the mesh that the portal has its numbers from. */
export interface CountedService {
  cluster: string;
  namespace: string;
  name: string;
  workloads: readonly string[];
  mesh: string;
  /** Whether requests are counted, or connections alone. */
  isHttp: boolean;
  /** Nothing is counted at its own end, only by those who call it. */
  isByCallers: boolean;
}

interface Exception {
  cluster: string;
  service: string;
  counted(row: LedgerRow, rename: Rename): boolean;
}

export type Rename = (name: string) => string;

function passesWaypoint({ via = [] }: LedgerRow): boolean {
  return via.some(hop => hop.startsWith('waypoint '));
}

function isFrom(workload: string) {
  return (row: LedgerRow, rename: Rename) =>
    podEnd(row.from)?.workload === rename(workload);
}

/** Where TRAFFIC.md says something else than: the server's proxy counts everything. */
const EXCEPTIONS: readonly Exception[] = [
  ...(
    [
      ['apps', 'registry'],
      ['apps', 'webservice'],
      ['apps-2', 'build-cache'],
      // What callers in apps send there passes the waypoint of apps.
      ['apps-2', 'registry'],
    ] as const
  ).map(([cluster, service]) => ({
    cluster,
    service,
    counted: passesWaypoint,
  })),
  // In permissive mode Consul lets it past what counts.
  {
    cluster: 'onprem-dc2',
    service: 'ledger-reports',
    counted: (row, rename) => !isFrom('cash-forecast')(row, rename),
  },
];

/** Whose proxies count requests to services that have none. */
const COUNTING_CALLERS = [
  'istio-ingressgateway',
  'ingress-nginx-controller',
  'mattermost',
];

const LINKERD_GATEWAY = 'linkerd-gateway';

/** Calls that somebody made to the name of a service, as far as a proxy of the caller counts requests. */
function askedFor(
  { cluster, namespace, name }: CountedService,
  rows: readonly LedgerRow[],
  rename: Rename,
): LedgerRow[] {
  return rows.filter(
    ({ service, from }) =>
      service?.cluster === cluster &&
      service.namespace === namespace &&
      service.name === name &&
      COUNTING_CALLERS.some(
        caller => rename(caller) === podEnd(from)?.workload,
      ),
  );
}

function isRefused({ statuses, calls, flags }: LedgerRow): boolean {
  return statuses[0] === calls && flags.UC === calls;
}

/** Calls that arrived at the pods of a service, or passed it where it is a gateway. */
function arrivedAt(
  { cluster, namespace, name, workloads }: CountedService,
  rows: readonly LedgerRow[],
): LedgerRow[] {
  if (name === LINKERD_GATEWAY)
    return rows.filter(({ via = [] }) => via.includes(`${name} ${cluster}`));
  return rows.filter(({ to }) => {
    const end = podEnd(to);
    return (
      end?.cluster === cluster &&
      end.namespace === namespace &&
      workloads.includes(end.workload)
    );
  });
}

/** Rows of the ledger that some proxy counts, once each. */
export function countedCalls(
  service: CountedService,
  rows: readonly LedgerRow[],
  { proxied, rename }: { proxied: ProxiedPods; rename: Rename },
): LedgerRow[] {
  const { cluster, name, mesh, isHttp, isByCallers } = service;
  if (isByCallers) return askedFor(service, rows, rename);
  const exception = EXCEPTIONS.find(
    one =>
      isHttp && rename(one.cluster) === cluster && rename(one.service) === name,
  );
  const isWaypoint = exception?.counted === passesWaypoint;
  // Cilium counts on the node, waypoints beside the pod.
  const isProxied = (pod: string | undefined) =>
    mesh === 'cilium' ||
    isWaypoint ||
    name === LINKERD_GATEWAY ||
    proxied.has(cluster, pod, mesh);
  return arrivedAt(service, rows).filter(
    row =>
      isProxied(row.pod) &&
      !isRefused(row) &&
      (exception?.counted(row, rename) ?? true),
  );
}
