import type { MetricSample } from '@meshport/plugin-mesh-node';

/** What a store answered to an instant query. */
export interface InstantResult {
  readonly samples: readonly MetricSample[];
  /** Sentences of the store: something is missing, or only nearly right. */
  readonly warnings: readonly string[];
  /** The store said that it did not reach all of its own data. */
  readonly isPartial: boolean;
  /** Of the answer's body. */
  readonly bytes: number;
  /** Unix time in milliseconds at which the store evaluated, by its own clock. */
  readonly at: number;
}

/** One series of a range query; times in Unix seconds. */
export interface RangeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [time: number, value: number])[];
}

/** What a store answered to a range query. */
export interface RangeResult {
  readonly series: readonly RangeSeries[];
  readonly warnings: readonly string[];
  readonly isPartial: boolean;
  readonly bytes: number;
}

/** Why a store gave no answer, for sentences and for what is done next. */
export type MetricsFault =
  | 'unreachable'
  | 'credentials'
  | 'forbidden'
  | 'rejected'
  | 'too-much'
  | 'deadline'
  | 'garbled'
  | 'failed';

/** A store that gave no usable answer. Carries no credentials: it may be shown. */
export class MetricsSourceError extends Error {
  readonly name = 'MetricsSourceError';
  /** Of the HTTP answer, where there was one. */
  readonly status?: number;
  /** The store's own sentence, or the code of a failed connection; '' where there is none. */
  readonly detail: string;

  constructor(
    readonly fault: MetricsFault,
    message: string,
    options: { readonly status?: number; readonly detail?: string } = {},
  ) {
    super(message);
    this.status = options.status;
    this.detail = options.detail ?? '';
  }
}

/** Counts what is read of answers, also of those that are given up in the middle. */
export interface ByteMeter {
  /** False where nothing more is to be read: the answer is then `too-much`. */
  count(bytes: number): boolean;
}

/** One store with the Prometheus HTTP API. Throws {@link MetricsSourceError}. */
export interface MetricsSource {
  /** Name in the configuration. */
  readonly name: string;
  query(
    input: {
      readonly query: string;
      /** Unix ms; default now */ readonly at?: number;
      readonly meter?: ByteMeter;
    },
    signal: AbortSignal,
  ): Promise<InstantResult>;
  queryRange(
    input: {
      readonly query: string;
      /** Unix ms */
      readonly from: number;
      readonly to: number;
      readonly stepSeconds: number;
      readonly meter?: ByteMeter;
    },
    signal: AbortSignal,
  ): Promise<RangeResult>;
}
