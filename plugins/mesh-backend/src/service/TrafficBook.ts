import type { CatalogEntity } from '../core/catalog/EntityMatch';
import { healthOf } from '../core/metrics/healthOf';
import type { MetricsState } from '../core/metrics/MetricsState';
import {
  type ChosenObjectives,
  type EntityObjectives,
  entityObjectives,
  objectivesOf,
  type ServiceObjectives,
} from '../core/metrics/objectives';
import { type HeardSteps, heardSteps } from '../core/metrics/heardSteps';
import { type HistoryIndex, indexHistory } from '../core/metrics/pastCounts';
import type { StoreHistory } from '../core/metrics/StoreHistory';
import {
  countedInstances,
  type MeasuredTraffic,
  type RememberedSums,
  type Traffic,
  trafficOf,
} from '../core/views/traffic';
import type { ServiceEntry, World } from '../core/views/World';
import { HealthKeeper } from './HealthKeeper';
import { rememberLast } from './rememberLast';
import { takeHistory } from './takeHistory';
import { TrafficHistory } from './TrafficHistory';

type Catalog = readonly CatalogEntity[] | undefined;

/** Services that are looked at in one go: some milliseconds. */
const SLICE = 250;

/** Two answers that are closer, as a part of the time between refreshes, belong together. */
const SAME_REFRESH = 0.7;

export interface TrafficBookOptions {
  /** What the platform asks of all services. */
  readonly objectives: ChosenObjectives;
  /** Seconds between two refreshes of a store. */
  readonly refreshSeconds: number;
}

/** How far the past of a store has been taken; as long as the store's history is there. */
interface Taking {
  readonly history: StoreHistory;
  readonly index: HistoryIndex;
  /** Keys of instances. */
  readonly taken: Set<string>;
  /** What it was begun with last, and what is left of that. */
  traffic?: Traffic;
  rest?: Generator<void, boolean>;
}

/** Joins metrics and services, and keeps what outlives one refresh. */
export class TrafficBook {
  /** The last hour, for charts. */
  readonly history: TrafficHistory;
  /** By store. */
  private readonly taking = new Map<string, Taking>();
  /** By store, of those whose past was ever read. */
  private readonly heard = new Map<string, HeardSteps>();
  private readonly health: HealthKeeper;
  private sums: RememberedSums = new Map();
  private lookedAt: MetricsState | undefined;
  private passes = 0;
  private readonly looked = new Set<ServiceEntry>();
  private readonly objectivesBy = rememberLast((catalog: Catalog) =>
    objectivesByEntity(catalog, this.options.objectives),
  );
  private readonly trafficBy = rememberLast(
    (world: World, state: MetricsState, catalog: Catalog) =>
      this.join(world, state, catalog),
  );

  constructor(private readonly options: TrafficBookOptions) {
    const { refreshSeconds } = options;
    this.history = new TrafficHistory(refreshSeconds);
    this.health = new HealthKeeper(1000 * refreshSeconds * SAME_REFRESH);
  }

  /** How all services do, as far as what is new of them has been looked at. */
  traffic(world: World, state: MetricsState, catalog: Catalog): Traffic {
    return this.trafficBy(world, state, catalog);
  }

  /** How all services did at another time, by the numbers of that time alone. */
  trafficThen(world: World, state: MetricsState, catalog: Catalog): Traffic {
    const objectives = this.objectivesBy(catalog);
    const kept = new Map();
    return trafficOf({ state, world, objectives, kept, sums: new Map() });
  }

  /** ISO; since when the health of a service or an instance (by key) is what it is. */
  healthSince(key: string): string | undefined {
    return this.health.since(key);
  }

  /** Grows whenever everything has been looked at: health may be another than before. */
  get version(): number {
    return this.passes;
  }

  private join(world: World, state: MetricsState, catalog: Catalog): Traffic {
    const sums: RememberedSums = new Map();
    for (const service of world.services.values()) {
      const sum = this.sums.get(service);
      if (sum) sums.set(service, sum);
    }
    this.sums = sums;
    const objectives = this.objectivesBy(catalog);
    const kept = this.health;
    return trafficOf({ state, world, objectives, kept, sums });
  }

  /**
   * Looks at all services after a refresh, and at those that have changed since. Yields
   * now and then, so that others have their turn; may be given up for a newer state.
   */
  *lookAt(world: World, traffic: Traffic): Generator<void> {
    const { state } = traffic;
    if (state.stores.size === 0) return;
    const isNew = this.lookedAt !== state;
    this.lookedAt = state;
    if (isNew) this.looked.clear();
    let count = 0;
    for (const service of world.services.values()) {
      if (this.looked.has(service)) continue;
      this.looked.add(service);
      this.lookAtService(service, traffic);
      if (++count % SLICE === 0) yield;
    }
    if (isNew) this.health.endRound();
    if (count > 0) this.passes++;
    yield* this.takePast(world, traffic);
    this.history.dropOld();
  }

  private lookAtService(service: ServiceEntry, traffic: Traffic): void {
    const { state } = traffic;
    const instances = countedInstances(service).filter(
      ({ instance }) => instance.kind === 'local',
    );
    for (const entry of instances) {
      const known = traffic.measured.instance(entry);
      if (this.keep(entry.key, known, state)) {
        this.history.putInstance(entry, known.counts);
      }
    }
    if (instances.length === 0) return;
    const known = traffic.measured.service(service);
    const isNew = this.keep(service.key, known, state);
    if (isNew && instances.length > 1) {
      this.history.putService(service, known.counts);
    }
  }

  /**
   * What stores knew of the hour before the portal started; of instances that become known
   * later, too. Where that was given up for news it goes on, or it would never end where
   * there are always some.
   */
  private *takePast(world: World, traffic: Traffic): Generator<void> {
    for (const { store, history } of traffic.state.stores.values()) {
      if (!history) {
        this.taking.delete(store);
        continue;
      }
      const taking = this.takingOf(store, history);
      if (!taking.rest && taking.traffic === traffic) continue;
      if (!taking.rest) {
        const { heard } = this;
        const input = { ...taking, world, traffic, store, heard };
        taking.rest = takeHistory(this.history, input);
        taking.traffic = traffic;
      }
      const hasNews = yield* taking.rest;
      taking.rest = undefined;
      if (hasNews) this.passes++;
    }
  }

  private takingOf(store: string, history: StoreHistory): Taking {
    const known = this.taking.get(store);
    if (known?.history === history) return known;
    this.heard.set(store, heardSteps(history));
    const index = indexHistory(history);
    const taking: Taking = { history, index, taken: new Set() };
    this.taking.set(store, taking);
    return taking;
  }

  /** False where nothing new was counted since it was looked at last. */
  private keep(
    key: string,
    { counts, objectives }: MeasuredTraffic,
    { at: now, windowSeconds }: MetricsState,
  ): boolean {
    const assess = () =>
      healthOf(counts, objectives, { now, windowSeconds }).health;
    const { answers = [] } = counts;
    return this.health.look(key, { answers, now, assess });
  }
}

/** Most services have no entity that asks for anything: those share one object. */
function objectivesByEntity(catalog: Catalog, chosen: ChosenObjectives) {
  const asking = new Map<string, EntityObjectives>();
  for (const entity of catalog ?? []) {
    const asked = entityObjectives(entity);
    if (asked) asking.set(entity.ref, asked);
  }
  const ofAll = objectivesOf([], chosen);
  return (entityRefs: readonly string[]): ServiceObjectives => {
    const asked = entityRefs.flatMap(ref => asking.get(ref) ?? []);
    return asked.length > 0 ? objectivesOf(asked, chosen) : ofAll;
  };
}
