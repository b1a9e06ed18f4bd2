import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startGuardedChild, type GuardedChild } from './GuardedChild.ts';
import { scrapeConfig } from './scrapeConfig.ts';
import type { StoreSettings } from './storeSettings.ts';

const READY_LIMIT_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 100;

export interface PrometheusOptions {
  settings: StoreSettings;
  /** The program. */
  program: string;
  port: number;
  /** Of the store: configuration, data, log. */
  directory: string;
  /** Where it scrapes, `127.0.0.1:17458`. */
  exporters: string;
  signal: AbortSignal;
}

export function dataDirectory({
  directory,
}: Pick<PrometheusOptions, 'directory'>): string {
  return join(directory, 'data');
}

/** Starts a Prometheus with what is in its data directory, and waits until it answers queries. */
export async function startPrometheus(
  options: PrometheusOptions,
): Promise<GuardedChild> {
  const { settings, program, port, directory, exporters } = options;
  const data = dataDirectory(options);
  mkdirSync(data, { recursive: true });
  const config = join(directory, 'prometheus.yml');
  writeFileSync(config, scrapeConfig(settings, exporters), { mode: 0o600 });
  const logFile = join(directory, 'prometheus.log');
  const child = await startGuardedChild(
    program,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      // What a demonstration leaves on a disk is bounded.
      '--storage.tsdb.retention.time=24h',
      '--storage.tsdb.retention.size=500MB',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    logFile,
  );
  await waitUntilReady(child, options).catch(async error => {
    await child.stop();
    throw error;
  });
  return child;
}

async function waitUntilReady(
  child: GuardedChild,
  { settings, port, directory, signal }: PrometheusOptions,
): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MILLISECONDS;
  while (!(await isReady(port))) {
    signal.throwIfAborted();
    if (!child.isRunning() || Date.now() > deadline) {
      throw new Error(
        `The Prometheus ${settings.name} of the lab does not answer:\n${tail(
          join(directory, 'prometheus.log'),
        )}`,
      );
    }
    await delay(POLL_MILLISECONDS);
  }
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/-/ready`, {
    signal: AbortSignal.timeout(2_000),
  }).catch(() => undefined);
  return answer?.ok === true;
}

export function tail(logFile: string): string {
  return readFileSync(logFile, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-5)
    .join('\n');
}
