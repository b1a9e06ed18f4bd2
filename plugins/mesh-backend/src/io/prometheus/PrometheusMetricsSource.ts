import { fetch } from 'undici';
import type { StoreConfig } from '../../config/metricsConfig';
import type { Clock } from '../clock';
import { errorCode } from '../kube/callKubernetesPlugin';
import { withDeadline } from '../kube/deadline';
import { readText } from '../kube/readBody';
import { NoAnswerError, TooLargeError } from '../kube/requestErrors';
import {
  type ByteMeter,
  MetricsSourceError,
  type InstantResult,
  type MetricsSource,
  type RangeResult,
} from './MetricsSource';
import { readInstantAnswer, readRangeAnswer } from './readAnswer';
import { statusError } from './storeFault';
import { secretsOf, storeHeaders } from './storeHeaders';
import { TrustedConnections } from './TrustedConnections';

/** Of one answer, which is held as a whole while it is read; what is larger is to be asked for in parts. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** Of an answer that says why there is none. */
const MAX_ERROR_BYTES = 64 * 1024;

/** How long the store may take for one query. */
const DEADLINE_MILLISECONDS = 10_000;

/**
 * What stores beyond Prometheus need to be told, which ignores it. Thanos: count
 * replicas once, and rather answer in part than not at all. VictoriaMetrics: no results
 * from before late samples came in.
 */
const DIALECTS = { dedup: 'true', partial_response: 'true', nocache: '1' };

export interface PrometheusMetricsSourceOptions {
  readonly store: StoreConfig;
  readonly clock: Clock;
  readonly deadlineMilliseconds?: number;
  readonly maxAnswerBytes?: number;
}

function seconds(milliseconds: number): string {
  return String(milliseconds / 1000);
}

/** A store that speaks the HTTP API of Prometheus. */
export class PrometheusMetricsSource implements MetricsSource {
  readonly name: string;
  private readonly connections: TrustedConnections;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly secrets: readonly string[];
  private readonly deadline: number;
  private readonly maxBytes: number;

  constructor(private readonly options: PrometheusMetricsSourceOptions) {
    const { store } = options;
    this.name = store.name;
    this.connections = new TrustedConnections(store.caFile);
    this.headers = storeHeaders(store);
    this.secrets = secretsOf(store);
    this.deadline = options.deadlineMilliseconds ?? DEADLINE_MILLISECONDS;
    this.maxBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES;
  }

  async query(
    {
      query,
      at,
      meter,
    }: {
      readonly query: string;
      readonly at?: number;
      readonly meter?: ByteMeter;
    },
    signal: AbortSignal,
  ): Promise<InstantResult> {
    const parameters = {
      query,
      ...(at === undefined ? {} : { time: seconds(at) }),
    };
    const body = await this.ask('query', parameters, { meter, signal });
    const turn = () => this.options.clock.sleep(0, signal);
    const answer = await readInstantAnswer(body, turn);
    return {
      ...answer,
      at: answer.at ?? at ?? this.options.clock.now(),
      bytes: Buffer.byteLength(body),
    };
  }

  async queryRange(
    input: {
      readonly query: string;
      readonly from: number;
      readonly to: number;
      readonly stepSeconds: number;
      readonly meter?: ByteMeter;
    },
    signal: AbortSignal,
  ): Promise<RangeResult> {
    const { query, from, to, stepSeconds, meter } = input;
    const body = await this.ask(
      'query_range',
      {
        query,
        start: seconds(from),
        end: seconds(to),
        step: String(stepSeconds),
      },
      { meter, signal },
    );
    const turn = () => this.options.clock.sleep(0, signal);
    const answer = await readRangeAnswer(body, turn);
    return { ...answer, bytes: Buffer.byteLength(body) };
  }

  /** The body of a good answer, in time; everything else is a MetricsSourceError. */
  private async ask(
    what: 'query' | 'query_range',
    parameters: Readonly<Record<string, string>>,
    { meter, signal }: { meter: ByteMeter | undefined; signal: AbortSignal },
  ): Promise<string> {
    const { clock } = this.options;
    const milliseconds = this.deadline;
    // So that the store does not go on for nobody.
    const timeout = `${seconds(milliseconds)}s`;
    const form = new URLSearchParams({ ...parameters, timeout, ...DIALECTS });
    try {
      return await withDeadline({ clock, milliseconds, signal }, within =>
        this.post(what, { form, meter, signal: within }),
      );
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw await this.asFault(error);
    }
  }

  private async post(
    what: string,
    {
      form,
      meter,
      signal,
    }: {
      readonly form: URLSearchParams;
      readonly meter: ByteMeter | undefined;
      readonly signal: AbortSignal;
    },
  ): Promise<string> {
    const response = await fetch(`${this.options.store.url}/api/v1/${what}`, {
      method: 'POST',
      headers: this.headers,
      body: form.toString(),
      redirect: 'manual',
      dispatcher: await this.connections.open(),
      signal,
    });
    const { status, body } = response;
    const chunks = metered(body ?? noChunks(), meter);
    if (status === 200) return await readText(chunks, this.maxBytes);
    const said = await readText(chunks, MAX_ERROR_BYTES);
    throw statusError(status, said, this.secrets);
  }

  private async asFault(error: unknown): Promise<MetricsSourceError> {
    if (error instanceof MetricsSourceError) return error;
    if (error instanceof NoAnswerError) {
      return new MetricsSourceError('deadline', error.message, {
        detail: seconds(error.milliseconds),
      });
    }
    if (error instanceof TooLargeError) {
      return new MetricsSourceError('too-much', error.message);
    }
    const code = errorCode(error);
    await this.connections.failed(code);
    return new MetricsSourceError(
      'unreachable',
      `The metrics store cannot be reached: ${code}`,
      { detail: code },
    );
  }
}

async function* metered(
  chunks: AsyncIterable<Uint8Array>,
  meter: ByteMeter | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    if (meter?.count(chunk.byteLength) === false) {
      throw new MetricsSourceError('too-much', 'No more is to be read now');
    }
    yield chunk;
  }
}

async function* noChunks(): AsyncGenerator<Uint8Array, void, undefined> {
  // An answer without a body.
}
