import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { promisify } from 'node:util';
import { workerData } from 'node:worker_threads';
import type { Snapshot } from '../exporters/Registry.ts';

const run = promisify(execFile);

/** What one store gets of the past. */
interface StoreHistory {
  /** Where the blocks go. */
  data: string;
  clusters: readonly {
    /** Name and labels of the lines, without the closing brace. */
    heads: readonly string[];
    /** Ascending. */
    snapshots: readonly Snapshot[];
    /** Label of the scrape configuration, `cluster="west"`; empty where there is none. */
    label: string;
  }[];
}

export interface HistoryWork {
  promtool: string;
  /** For what is only there while it is written. */
  drafts: string;
  /** A regular expression over names of metrics that are dropped when scraped. */
  dropped: string;
  stores: readonly StoreHistory[];
}

/** Of the past in one file: promtool reads a file twice, and it must fit the disk for a while. */
const SPAN_MILLISECONDS = 1_800_000;
/** promtools at once: more would take the processors from those that serve. */
const AT_ONCE = 2;
const CHUNK = 1 << 20;
/** Of promtool: enough to give way, and not to starve on a busy machine. */
const NICENESS = 5;

/** Start times of the files, ascending. */
function spansOf({ clusters }: StoreHistory): number[] {
  const times = clusters.flatMap(({ snapshots }) =>
    snapshots.map(({ at }) => Math.floor(at / SPAN_MILLISECONDS)),
  );
  return [...new Set(times)].sort((a, b) => a - b);
}

function* linesOf(
  { clusters }: StoreHistory,
  { span, dropped }: { span: number; dropped: RegExp },
): Generator<string> {
  for (const { heads, snapshots, label } of clusters) {
    const wanted = snapshots.filter(
      ({ at }) => Math.floor(at / SPAN_MILLISECONDS) === span,
    );
    const end = label ? `,${label}} ` : '} ';
    for (const [i, head] of heads.entries()) {
      if (dropped.test(head)) continue;
      for (const { at, values } of wanted) {
        const value = values[i];
        if (i < values.length && !Number.isNaN(value))
          yield `${head}${end}${value} ${at / 1000}\n`;
      }
    }
  }
}

/** OpenMetrics, without metadata: names of counters need no suffix then. */
async function writeFile(
  file: string,
  lines: Iterable<string>,
): Promise<boolean> {
  const out = createWriteStream(file);
  let text = '';
  let isEmpty = true;
  for (const line of lines) {
    text += line;
    isEmpty = false;
    if (text.length < CHUNK) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(`${text}# EOF\n`);
  await once(out, 'finish');
  return !isEmpty;
}

/** What serves comes first. A process that has ended already, or a system that refuses, is no matter. */
function giveWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, NICENESS);
  } catch {
    // It is as quick as everything else then.
  }
}

async function makeBlocks(
  work: HistoryWork,
  { store, span, file }: { store: StoreHistory; span: number; file: string },
): Promise<void> {
  const dropped = new RegExp(`^(${work.dropped})\\{`);
  if (await writeFile(file, linesOf(store, { span, dropped }))) {
    const writing = run(work.promtool, [
      ...['tsdb', 'create-blocks-from', 'openmetrics', '-q'],
      file,
      store.data,
    ]);
    giveWay(writing.child.pid);
    await writing;
  }
  await rm(file);
}

async function writeHistory(work: HistoryWork): Promise<void> {
  await mkdir(work.drafts, { recursive: true });
  const jobs = work.stores.flatMap((store, i) =>
    spansOf(store).map(span => ({
      store,
      span,
      file: join(work.drafts, `${i}-${span}.txt`),
    })),
  );
  const next = async (): Promise<void> => {
    const job = jobs.shift();
    if (!job) return;
    await makeBlocks(work, job);
    await next();
  };
  for (const { data } of work.stores) await mkdir(data, { recursive: true });
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  await rm(work.drafts, { recursive: true });
}

// A rejection ends the worker with an error, which whoever started it is told.
void writeHistory(workerData as HistoryWork);
