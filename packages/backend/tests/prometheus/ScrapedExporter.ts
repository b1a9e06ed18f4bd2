import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { waitUntil } from '../../../../scripts/processes/waitUntil';
import { findTool } from '../../../../scripts/tools/findTool';
import { startStore, type StoreUnderTest } from './StoreUnderTest';

const CONTENT_TYPE =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';
const SCRAPES = 60;
const SCRAPED_EVERY_SECONDS = 15;
const MINUTES_AGO = 25;

/** Families as they are after so many seconds; `at` is Unix milliseconds. */
type Families = (second: number, at: number) => readonly Buffer[];

/**
 * Proxies that speak protobuf, and a real Prometheus that scrapes them: only so do native
 * histograms come into a store. Each scrape is told of the next quarter of a minute, so
 * that minutes pass in seconds.
 */
export class ScrapedExporter {
  readonly #families: Families;
  readonly #startMilliseconds =
    Math.floor(Date.now() / 60_000 - MINUTES_AGO) * 60_000;
  readonly #server: Server;
  #scrapes = 0;
  #store: StoreUnderTest | undefined;

  private constructor(families: Families) {
    this.#families = families;
    this.#server = createServer((_, response) => {
      response.setHeader('Content-Type', CONTENT_TYPE).end(this.#next());
    });
  }

  /** Rejects with a ToolMissingError where there is no Prometheus. */
  static async start(families: Families): Promise<ScrapedExporter> {
    const exporter = new ScrapedExporter(families);
    await new Promise<void>(resolve => {
      exporter.#server.listen(0, '127.0.0.1', resolve);
    });
    exporter.#store = await exporter.#startPrometheus();
    await waitUntil(async () => exporter.#scrapes > SCRAPES + 1, {
      what: 'all scrapes',
      timeoutMilliseconds: 40_000,
    });
    return exporter;
  }

  get store(): StoreUnderTest {
    if (!this.#store) throw new Error('The store has not been started');
    return this.#store;
  }

  /** Of the recording. */
  get endSeconds(): number {
    return (
      this.#startMilliseconds / 1000 + (SCRAPES - 1) * SCRAPED_EVERY_SECONDS
    );
  }

  async stop(): Promise<void> {
    await this.#store?.stop();
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  #next(): Buffer {
    const second = Math.min(this.#scrapes, SCRAPES - 1) * SCRAPED_EVERY_SECONDS;
    this.#scrapes += 1;
    const at = this.#startMilliseconds + second * 1000;
    return Buffer.concat(this.#families(second, at));
  }

  async #startPrometheus(): Promise<StoreUnderTest> {
    const { port } = this.#server.address() as AddressInfo;
    const job = {
      job_name: 'pods',
      scrape_interval: '100ms',
      scrape_timeout: '100ms',
      honor_labels: true,
      static_configs: [{ targets: [`127.0.0.1:${port}`] }],
    };
    const prometheus = await findTool('prometheus');
    return startStore({
      name: 'prometheus',
      command: prometheus.path,
      readyPath: '/-/ready',
      prepare: directory =>
        writeFile(
          join(directory, 'prometheus.yml'),
          JSON.stringify({ scrape_configs: [job] }),
        ),
      args: ({ directory, address }) => [
        `--config.file=${join(directory, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=${address}`,
        '--enable-feature=native-histograms',
      ],
    });
  }
}
