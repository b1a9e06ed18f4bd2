import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { waitUntil } from '../../../../scripts/processes/waitUntil';
import { findTool } from '../../../../scripts/tools/findTool';
import type { TestLab } from './TestLab';

const READY_MILLISECONDS = 120_000;

/**
 * Options of the lab's `serve` (`labArgs` of a world) for metrics in real Prometheus servers. Rejects with a
 * ToolMissingError where these cannot be had.
 *
 * @param history how much of the past there is at the start: `0`, `10m`, `2h`
 */
export async function metricsArgs(history = '10m'): Promise<string[]> {
  const prometheus = await findTool('prometheus');
  const promtool = await findTool('promtool');
  return [
    ...['--prometheus', prometheus.path],
    ...['--promtool', promtool.path],
    ...['--history', history],
  ];
}

/** One element of an instant vector. */
export interface QueriedSample {
  labels: Record<string, string>;
  value: number;
}

interface QueryAnswer {
  status: string;
  error?: string;
  data?: {
    result: { metric: Record<string, string>; value: [number, string] }[];
  };
}

/** The metrics of a lab that was started with `metricsArgs`: its stores and its ledger, as anybody may ask them. */
export class MetricsLab {
  /** Addresses by the store's name. */
  readonly stores: Readonly<Record<string, string>>;
  readonly #lab: TestLab;

  constructor(lab: TestLab) {
    const text = readFileSync(join(lab.directory, 'app-config.yaml'), 'utf8');
    const { mesh } = parse(text) as {
      mesh?: { metrics?: { stores: Record<string, { url: string }> } };
    };
    const stores = Object.entries(mesh?.metrics?.stores ?? {});
    this.stores = Object.fromEntries(
      stores.map(([name, { url }]) => [name, url]),
    );
    this.#lab = lab;
  }

  /** Waits until every store answers, with the past in it. */
  async ready(): Promise<void> {
    for (const [name, url] of Object.entries(this.stores)) {
      await waitUntil(
        async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok,
        {
          what: `the store ${name} of the lab`,
          timeoutMilliseconds: READY_MILLISECONDS,
        },
      );
    }
  }

  /**
   * An instant vector. Throws what the store says of a bad query.
   *
   * @param at milliseconds since the epoch; now if left out
   */
  async query(
    store: string,
    expression: string,
    at?: number,
  ): Promise<QueriedSample[]> {
    const parameters = new URLSearchParams({ query: expression });
    if (at !== undefined) parameters.set('time', String(at / 1000));
    const answer = await fetch(`${this.stores[store]}/api/v1/query`, {
      method: 'POST',
      body: parameters,
    });
    const body = (await answer.json()) as QueryAnswer;
    if (!body.data) throw new Error(`${store}: ${body.error}\n${expression}`);
    return body.data.result.map(({ metric, value }) => ({
      labels: metric,
      value: Number(value[1]),
    }));
  }

  /** `GET /v1/ledger` of the lab: single calls added up (README of packages/lab). */
  async ledger(query: Record<string, string> = {}): Promise<unknown> {
    const file = join(this.#lab.directory, 'lab.json');
    const { control } = JSON.parse(readFileSync(file, 'utf8')) as {
      control: string;
    };
    const parameters = new URLSearchParams(query);
    const answer = await fetch(`${control}/v1/ledger?${parameters}`);
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  }
}
