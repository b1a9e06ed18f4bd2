import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { ClusterStatus } from '@meshport/plugin-mesh-common';
import type { Clock } from '../io/clock';
import type { ClusterSource } from '../io/kube/ClusterSource';
import type { MetricsSource } from '../io/prometheus/MetricsSource';
import type { StoreFault } from '../io/prometheus/describeStoreFault';
import type { ClusterModels } from './ClusterModels';
import type { MetricsBook } from './MetricsBook';

/** A cluster has one of these: every one is told, so that none lingers on. */
const CLUSTER_STATUSES: readonly ClusterStatus[] = [
  'live',
  'syncing',
  'stale',
  'forbidden',
  'unreachable',
  'unsupported',
];

type Names = Record<string, string>;

/** What is told of the portal itself; attributes are names of clusters and stores only. */
export interface ObservedParts {
  readonly source: Pick<ClusterSource, 'clusters'>;
  readonly models: Pick<ClusterModels, 'published'>;
  readonly book: Pick<MetricsBook, 'state' | 'reports'>;
  readonly clock: Clock;
}

/** A number that is read when somebody collects. */
type Reading = Iterable<readonly [value: number, attributes: Names]>;

function secondsSince(time: number, clock: Clock): number {
  return Math.max(0, (clock.now() - time) / 1000);
}

function* clusterStatuses({ source }: ObservedParts): Reading {
  for (const state of source.clusters()) {
    const { status: current } = state.reachability();
    for (const status of CLUSTER_STATUSES) {
      yield [status === current ? 1 : 0, { cluster: state.name, status }];
    }
  }
}

function* clusterStaleness({ source, clock }: ObservedParts): Reading {
  for (const state of source.clusters()) {
    const { observedAt } = state.reachability();
    const seconds =
      observedAt === undefined
        ? 0
        : secondsSince(Date.parse(observedAt), clock);
    yield [seconds, { cluster: state.name }];
  }
}

function* watches({ source }: ObservedParts): Reading {
  for (const state of source.clusters()) {
    yield [state.report().watches, { cluster: state.name }];
  }
}

function* objects({ source }: ObservedParts): Reading {
  for (const state of source.clusters()) {
    const { kinds } = state.report();
    const sum = kinds.reduce((all, kind) => all + kind.objects, 0);
    yield [sum, { cluster: state.name }];
  }
}

function* services({ models }: ObservedParts): Reading {
  for (const { name: cluster, model } of models.published()) {
    if (model) yield [model.services.length, { cluster }];
  }
}

function* storesUp({ book }: ObservedParts): Reading {
  for (const { store, tick, fault } of book.state().stores.values()) {
    yield [tick && !fault ? 1 : 0, { store }];
  }
}

function* storeStaleness({ book, clock }: ObservedParts): Reading {
  for (const { store, receivedAt } of book.state().stores.values()) {
    if (receivedAt === undefined) continue;
    yield [secondsSince(receivedAt, clock), { store }];
  }
}

function* observations({ book }: ObservedParts): Reading {
  for (const { store, tick } of book.state().stores.values()) {
    if (tick) yield [tick.observations.length, { store }];
  }
}

function* refreshSeconds({ book }: ObservedParts): Reading {
  for (const [store, { milliseconds }] of book.reports()) {
    yield [milliseconds / 1000, { store }];
  }
}

function* refreshBytes({ book }: ObservedParts): Reading {
  for (const [store, { bytes }] of book.reports()) yield [bytes, { store }];
}

const GAUGES: readonly {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly read: (parts: ObservedParts) => Reading;
}[] = [
  {
    name: 'mesh.cluster.status',
    description: '1 for the status that a cluster has, 0 for all others',
    unit: '1',
    read: clusterStatuses,
  },
  {
    name: 'mesh.cluster.staleness',
    description:
      'Time since a cluster was last known to be right; 0 while it is live',
    unit: 's',
    read: clusterStaleness,
  },
  {
    name: 'mesh.cluster.watches',
    description: 'Watches that are open',
    unit: '{watch}',
    read: watches,
  },
  {
    name: 'mesh.cluster.objects',
    description: 'Objects kept in memory, trimmed',
    unit: '{object}',
    read: objects,
  },
  {
    name: 'mesh.model.services',
    description: 'Services in the model of a cluster',
    unit: '{service}',
    read: services,
  },
  {
    name: 'mesh.store.up',
    description: '1 while the last refresh of a metrics store gave numbers',
    unit: '1',
    read: storesUp,
  },
  {
    name: 'mesh.store.staleness',
    description: 'Time since a metrics store last gave numbers',
    unit: 's',
    read: storeStaleness,
  },
  {
    name: 'mesh.store.observations',
    description: 'Pairs of callers and callees that the last refresh told of',
    unit: '{observation}',
    read: observations,
  },
  {
    name: 'mesh.store.refresh.duration',
    description: 'What the last refresh of a metrics store took',
    unit: 's',
    read: refreshSeconds,
  },
  {
    name: 'mesh.store.refresh.size',
    description: 'All answers of the last refresh of a metrics store',
    unit: 'By',
    read: refreshBytes,
  },
];

/** Tells whoever collects the portal's own metrics how it is doing, from memory. */
export function observeParts(
  metrics: MetricsService,
  parts: ObservedParts,
): void {
  for (const { name, description, unit, read } of GAUGES) {
    metrics
      .createObservableGauge<Names>(name, { description, unit })
      .addCallback(result => {
        for (const [value, attributes] of read(parts)) {
          result.observe(value, attributes);
        }
      });
  }
}

/** Seconds: most things take milliseconds, and a store may take ten. */
const BOUNDARIES = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

function createTimer(
  metrics: MetricsService,
  name: string,
  description: string,
) {
  return metrics.createHistogram<Names>(name, {
    description,
    unit: 's',
    advice: { explicitBucketBoundaries: BOUNDARIES },
  });
}

/** `build` that tells how long each build took, by the cluster. */
export function timedBuild<Cluster extends { readonly name: string }, Model>(
  build: (cluster: Cluster) => Model,
  { metrics, clock }: { metrics: MetricsService; clock: Clock },
): (cluster: Cluster) => Model {
  const timer = createTimer(
    metrics,
    'mesh.model.build.duration',
    'Building the model of a cluster',
  );
  return cluster => {
    const started = clock.now();
    const model = build(cluster);
    timer.record(secondsSince(started, clock), { cluster: cluster.name });
    return model;
  };
}

/**
 * Tells of every query to a metrics store how long it took and how it ended: `ok`, or
 * the kind of fault. For several sources: instruments are made once.
 */
export function queryObserver(
  metrics: MetricsService,
  input: {
    readonly clock: Clock;
    readonly faultOf: (store: string, error: unknown) => StoreFault;
  },
): (source: MetricsSource) => MetricsSource {
  const timer = createTimer(
    metrics,
    'mesh.store.query.duration',
    'One query to a metrics store',
  );
  const { clock, faultOf } = input;
  return source => {
    const { name: store } = source;
    const timed = async <T>(
      ask: () => Promise<T>,
      signal: AbortSignal,
    ): Promise<T> => {
      const started = clock.now();
      const record = (outcome: string) =>
        timer.record(secondsSince(started, clock), { store, outcome });
      try {
        const answer = await ask();
        record('ok');
        return answer;
      } catch (error) {
        if (!signal.aborted) record(faultOf(store, error).fault);
        throw error;
      }
    };
    return {
      name: store,
      query: (question, signal) =>
        timed(() => source.query(question, signal), signal),
      queryRange: (question, signal) =>
        timed(() => source.queryRange(question, signal), signal),
    };
  };
}
