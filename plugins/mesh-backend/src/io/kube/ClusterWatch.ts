import type { LoggerService } from '@backstage/backend-plugin-api';
import type { KindState, WatchedKind } from '@meshport/plugin-mesh-node';
import type { Clock } from '../clock';
import { ClusterGate } from './ClusterGate';
import type {
  ClusterChange,
  ClusterReachability,
  ClusterReport,
  ClusterState,
} from './ClusterSource';
import { Discovery } from './Discovery';
import { Heartbeat } from './Heartbeat';
import type { ListedCluster } from './ClusterList';
import type { KeepsAnnotation } from './keptAnnotations';
import { KubernetesApi } from './KubernetesApi';
import type { KubernetesTransport } from './KubernetesTransport';
import type { ListQueue } from './ListQueue';
import { ObjectStore } from './ObjectStore';
import { Reflector } from './Reflector';
import { reportKinds } from './reportKinds';
import type { WatchTiming } from './timing';

export interface ClusterWatchOptions {
  readonly transport: KubernetesTransport;
  readonly kinds: readonly WatchedKind[];
  readonly keeps: KeepsAnnotation;
  /** Shared by all clusters. */
  readonly lists: ListQueue;
  readonly clock: Clock;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly timing: WatchTiming;
  readonly logger: LoggerService;
}

/** One cluster: its heartbeat, and a store per kind that is kept up to date. */
export class ClusterWatch implements ClusterState {
  readonly name: string;
  readonly credentials: string;
  title?: string;
  private readonly gate = new ClusterGate();
  private readonly heartbeat: Heartbeat;
  private readonly reflector: Reflector;
  private readonly stores: ReadonlyMap<WatchedKind, ObjectStore>;

  constructor(
    listed: ListedCluster,
    options: ClusterWatchOptions,
    notify: (what: ClusterChange['what']) => void,
  ) {
    const { transport, clock, random, timing, logger, lists } = options;
    const { name } = listed;
    this.name = name;
    this.title = listed.title;
    this.credentials = listed.authProvider;
    const { gate } = this;
    const api = new KubernetesApi({ cluster: name, transport, clock });
    const onReachability = ({ status, reason }: ClusterReachability) => {
      const fields = { cluster: name, status, reason: reason?.id ?? '' };
      logger.info('Cluster changed its status', fields);
      notify('reachability');
    };
    this.heartbeat = new Heartbeat({
      api,
      clock,
      random,
      timing,
      gate,
      onChange: onReachability,
    });
    this.reflector = new Reflector({
      cluster: name,
      api,
      discovery: new Discovery({ api, clock, random, timing }),
      gate,
      lists,
      clock,
      random,
      timing,
      logger,
      onSuspicion: () => this.heartbeat.suspect(),
    });
    const { kinds, keeps } = options;
    const onChange = () => notify('objects');
    this.stores = new Map(
      kinds.map(kind => [kind, new ObjectStore({ kind, keeps, onChange })]),
    );
  }

  reachability(): ClusterReachability {
    return this.heartbeat.state();
  }

  kinds(): ReadonlyMap<WatchedKind, KindState> {
    return new Map(
      [...this.stores].map(([kind, store]) => [kind, store.state()]),
    );
  }

  report(): ClusterReport {
    return {
      kinds: reportKinds(this.stores),
      watches: this.reflector.openWatches(),
      clockSkewMilliseconds: this.heartbeat.clockSkew(),
    };
  }

  /** Resolves once `signal` aborts and everything has ended. */
  async run(signal: AbortSignal): Promise<void> {
    // Ends the phase, too, in which reflectors hold connections.
    const end = () => this.gate.close({});
    signal.addEventListener('abort', end, { once: true });
    await Promise.all([
      this.heartbeat.run(signal),
      ...[...this.stores].map(([kind, sink]) =>
        this.reflector.run({ kind, sink, signal }),
      ),
    ]);
  }
}
