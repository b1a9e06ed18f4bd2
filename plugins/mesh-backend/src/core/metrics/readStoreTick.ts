import { type Text, text } from '@meshport/plugin-mesh-common';
import type {
  MetricSample,
  Observation,
  SampleContext,
} from '@meshport/plugin-mesh-node';
import { MergedObservations } from './readObservations';
import type { PlannedQuery } from './planQueries';
import type { KnownSeries } from './readKnownSeries';
import type { FailedQuery, MeshObservation, StoreTick } from './StoreTick';

/** What a store said to one planned query, as far as reading it goes. */
interface StoreAnswer {
  readonly samples: readonly MetricSample[];
  readonly warnings: readonly string[];
  readonly isPartial: boolean;
}

/** The same when its samples have been read. */
export interface ObservedAnswer extends Omit<StoreAnswer, 'samples'> {
  readonly observations: readonly Observation[];
  /** Samples that could not be used. */
  readonly skipped: number;
}

/** A planned query with its answer, or with why there is none. */
export type AskedQuery = { readonly planned: PlannedQuery } & (
  | {
      readonly answer: StoreAnswer | ObservedAnswer;
      readonly failure?: undefined;
    }
  | { readonly answer?: undefined; readonly failure: Text }
);

export interface StoreTickInput {
  readonly store: string;
  /** Unix time in milliseconds, by the store's clock. */
  readonly at: number;
  readonly windowSeconds: number;
  readonly asked: readonly AskedQuery[];
  readonly context: Omit<SampleContext, 'skip'>;
  readonly known: KnownSeries;
  /** Cluster label of the store; undefined where it is of one cluster alone. */
  readonly clusterLabel?: string;
  /** Sentences found otherwise: doubled series, clocks that differ. */
  readonly notes?: readonly Text[];
}

/** Observations that are looked at in one go: some milliseconds. */
const SLICE = 2_000;

/** What has come of reading so far. */
interface Reading {
  readonly byMesh: ReadonlyMap<string, MergedObservations>;
  readonly skipped: number;
}

/**
 * Reads the samples of one answer, which take ten times the memory of what they say.
 * Never throws for what a store says: what cannot be used is counted. Yields now and then.
 */
export function* observeAnswer(
  { query }: PlannedQuery,
  { samples, warnings, isPartial }: StoreAnswer,
  context: Omit<SampleContext, 'skip'>,
): Generator<void, ObservedAnswer> {
  const observations: Observation[] = [];
  let skipped = 0;
  const counting: SampleContext = {
    clusterLabel: context.clusterLabel,
    clusterOf: labels => context.clusterOf(labels),
    resolve: (system, alias) => context.resolve(system, alias),
    skip: () => {
      skipped += 1;
    },
  };
  for (const one of query.read(samples, counting)) {
    observations.push(one);
    if (observations.length % SLICE === 0) yield;
  }
  return { observations, skipped, warnings, isPartial };
}

function* readAll({
  asked,
  context,
}: Pick<StoreTickInput, 'asked' | 'context'>): Generator<void, Reading> {
  const byMesh = new Map<string, MergedObservations>();
  let skipped = 0;
  let count = 0;
  for (const { planned, answer } of asked) {
    if (!answer) continue;
    const merged = byMesh.get(planned.mesh) ?? new MergedObservations();
    byMesh.set(planned.mesh, merged);
    const read =
      'observations' in answer
        ? answer
        : yield* observeAnswer(planned, answer, context);
    skipped += read.skipped;
    for (const one of read.observations) {
      merged.add(one);
      if (++count % SLICE === 0) yield;
    }
  }
  return { byMesh, skipped };
}

function* observationsOf({
  byMesh,
}: Reading): Generator<void, MeshObservation[]> {
  const observations: MeshObservation[] = [];
  for (const [mesh, merged] of byMesh) {
    for (const one of merged.all()) {
      observations.push({ ...one, mesh });
      if (observations.length % SLICE === 0) yield;
    }
  }
  return observations;
}

function clustersOf({ known, clusterLabel, context }: StoreTickInput) {
  const clusters = new Set<string>();
  const labelValues = new Map<string, string>();
  const unknown = new Set<string>();
  if (!clusterLabel) {
    const only = known.metrics.size ? context.clusterOf({}) : undefined;
    if (only) clusters.add(only);
  }
  for (const value of clusterLabel ? known.clusters : []) {
    const cluster = context.clusterOf({ [clusterLabel as string]: value });
    if (cluster) {
      clusters.add(cluster);
      labelValues.set(cluster, value);
    } else {
      unknown.add(value);
    }
  }
  return {
    clusters: [...clusters].sort(),
    labelValues,
    unknownClusters: [...unknown],
  };
}

function notesOf(
  { store, asked, notes = [] }: StoreTickInput,
  skipped: number,
): Text[] {
  const warnings = new Set(
    asked.flatMap(({ answer }) => answer?.warnings ?? []),
  );
  const detail = [...warnings].sort().join(' ');
  return [
    ...notes,
    ...(asked.some(({ answer }) => answer?.isPartial)
      ? [text('store-note.partial', { store })]
      : []),
    ...(detail ? [text('store-note.warnings', { store, detail })] : []),
    ...(skipped ? [text('store-note.skipped', { store, count: skipped })] : []),
  ];
}

/** One reason per query, also where it was asked in parts. */
function failedOf(asked: readonly AskedQuery[]): StoreTick['failed'] {
  const failed = new Map<string, FailedQuery>();
  for (const { planned, failure: reason } of asked) {
    if (!reason) continue;
    const { mesh } = planned;
    const { id: query, onlyForEdges = false } = planned.query;
    failed.set(query, { query, mesh, onlyForEdges, reason });
  }
  return [...failed.values()];
}

/**
 * What all answers of one refresh say together. Yields now and then, so that others have
 * their turn: there may be a hundred thousand samples.
 */
export function* readStoreTick(
  input: StoreTickInput,
): Generator<void, StoreTick> {
  const { store, at, windowSeconds, asked } = input;
  const reading = yield* readAll(input);
  const observations = yield* observationsOf(reading);
  return {
    store,
    at,
    windowSeconds,
    observations,
    ...clustersOf(input),
    failed: failedOf(asked),
    notes: notesOf(input, reading.skipped),
  };
}
