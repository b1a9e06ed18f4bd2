import type { Call } from '../traffic/Call.ts';
import { countedByHubble } from './cilium/hubble.ts';
import { countedByConsul } from './consul/dataplanes.ts';
import { isNeverSent, type Count, type CountedShape } from './Count.ts';
import { FleetView, type ViewedCluster } from './FleetView.ts';
import { countedByEnvoys } from './istio/envoy.ts';
import { countedByZtunnels } from './istio/ztunnel.ts';
import { countedByLinkerd } from './linkerd/proxies.ts';
import { addCall, Registry, type CountedSeries } from './Registry.ts';

/** Everybody who may count a call: what a pod runs decides, not what the traffic's author meant. */
const EXPORTERS: readonly ((
  shape: CountedShape,
  view: FleetView,
) => Count[])[] = [
  countedByEnvoys,
  countedByZtunnels,
  countedByLinkerd,
  countedByHubble,
  countedByConsul,
];

/** What the ends encrypt themselves is a connection to everybody on the way, whatever is said on it. */
function onTheWire(shape: CountedShape): CountedShape {
  if (!shape.tls) return shape;
  const { method, route, path, grpcStatus, status, ...connection } = shape;
  return { ...connection, protocol: 'tcp', status: status === 0 ? 0 : 200 };
}

/** All counts that calls of a shape are part of. */
function countsOf(shape: CountedShape, view: FleetView): Count[] {
  if (isNeverSent(shape)) return [];
  const seen = onTheWire(shape);
  return EXPORTERS.flatMap(exporter => exporter(seen, view));
}

/** What tells apart the calls that count in different series. */
function keyOf(call: Call): string {
  const { from, to, service, via } = call;
  return [
    call.flow,
    from?.cluster,
    from?.namespace,
    from?.pod,
    call.externalCaller,
    to?.cluster,
    to?.namespace,
    to?.pod,
    call.externalHost,
    service?.cluster,
    service?.namespace,
    service?.name,
    service?.port,
    call.protocol,
    call.method,
    // Paths are as many as calls where they hold ids.
    call.route ?? call.path,
    call.status,
    call.grpcStatus,
    call.flags,
    call.denied,
    call.tls,
    call.mtls,
    call.newConnection,
    ...via.map(hop => `${hop.cluster}/${hop.pod}`),
  ].join('|');
}

/** Turns single calls into the counters of all proxies that would have seen them. */
export class CallCounter {
  readonly registry = new Registry();
  readonly view: FleetView;
  private readonly plans = new Map<string, readonly CountedSeries[]>();

  constructor(clusters: readonly ViewedCluster[]) {
    this.view = new FleetView(clusters, {
      onChange: () => this.plans.clear(),
      onGone: ({ cluster, namespace, name, generation }) =>
        this.registry.drop(cluster, `${namespace}/${name}/${generation}`),
    });
  }

  count(call: Call): void {
    const key = keyOf(call);
    const plan = this.plans.get(key) ?? this.plan(call);
    this.plans.set(key, plan);
    for (const series of plan) addCall(series, call);
  }

  stop(): void {
    this.view.stop();
  }

  private plan(call: Call): readonly CountedSeries[] {
    return countsOf(call, this.view).map(one => this.registry.series(one));
  }
}
