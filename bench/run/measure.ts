import { setTimeout as delay } from 'node:timers/promises';
import type { Question } from '../client/ask.ts';
import type {
  ChangeOptions,
  WatchedService,
} from '../client/changeToAnswer.ts';
import type { Sample, Samples } from '../client/openLoop.ts';
import type { BenchOptions } from '../options.ts';
import { summary } from '../report/percentile.ts';
import type {
  Comparison,
  RouteFigures,
  WindowFigures,
} from '../report/Result.ts';
import { waitUntil } from '../../scripts/processes/waitUntil.ts';
import type { BenchPortal } from './BenchPortal.ts';
import type { BenchCluster, Labs } from './Labs.ts';
import { load } from './machine.ts';
import { TEAM } from './portalConfig.ts';
import { runClient } from './runClient.ts';

const REQUESTS_PER_SECOND = 20;
const CHANGES_PER_SECOND = 20;
/** Both answer one at a time, or each would measure the other's queue. */
const COMPARED_PER_SECOND = 1;
const COMPARED_SECONDS = 30;
/** A cluster that hangs is noticed after 16 s at the latest. */
const FAULT_SECONDS = 20;
/** Services of the developer whose changes are timed, and whose pages are opened. */
const PAGES = 10;

/** Everything that takes part in a run. */
export interface Bench {
  root: string;
  directory: string;
  options: BenchOptions;
  labs: Labs;
  portal: BenchPortal;
}

/** What is said of all answers of one name. */
export function routeFigures(sample: Sample): RouteFigures {
  const { milliseconds, inProcessMilliseconds, bytes, statuses } = sample;
  return {
    http: summary(milliseconds),
    ...(inProcessMilliseconds.length > 0
      ? { inProcess: summary(inProcessMilliseconds) }
      : {}),
    bytes: summary(bytes),
    statuses,
  };
}

function figuresOf(samples: Samples): Record<string, RouteFigures> {
  return Object.fromEntries(
    Object.entries(samples).map(([name, one]) => [name, routeFigures(one)]),
  );
}

function since(
  before: Record<string, number>,
  after: Record<string, number>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after)
      .map(([about, count]) => [about, count - (before[about] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
}

/** Names of the developer's services in a cluster, those first that every cluster has. */
async function ownServices(labs: Labs, cluster: BenchCluster) {
  const slices = await labs.slices(cluster, TEAM);
  return [...slices].sort(([a], [b]) => (b < a ? -1 : 1)).slice(0, PAGES);
}

function entityUrl(portal: BenchPortal, name: string): string {
  return `${portal.url}/api/mesh/v1/entities/component/default/${name}`;
}

/** An entity's page, the list of services and the empty route, in turn: as many of each. */
async function pages({ labs, portal }: Bench): Promise<Question[]> {
  const services = await ownServices(labs, labs.clusters[0]);
  const api = `${portal.url}/api`;
  return services.flatMap(([name]) => [
    { name: 'empty', url: `${api}/bench/empty` },
    { name: 'entity', url: entityUrl(portal, name) },
    { name: 'services', url: `${api}/mesh/v1/services?limit=50` },
  ]);
}

async function watchedServices(
  { labs, portal }: Bench,
  clusters: readonly BenchCluster[],
): Promise<WatchedService[]> {
  const all = await Promise.all(
    clusters.map(async cluster => {
      const services = await ownServices(labs, cluster);
      return services.map(([name, sliceUrl]) => ({
        cluster: cluster.name,
        sliceUrl,
        entityUrl: entityUrl(portal, name),
      }));
    }),
  );
  // Another cluster with each change.
  return all[0].flatMap((_, index) => all.flatMap(one => one[index] ?? []));
}

function openLoop(
  bench: Pick<Bench, 'root' | 'directory'>,
  task: { questions: Question[]; token: string; seconds: number },
  perSecond = REQUESTS_PER_SECOND,
): Promise<Samples> {
  return runClient({ type: 'open-loop', perSecond, ...task }, bench);
}

/** Asks for the empty route alone, as often as for pages otherwise. */
export async function askForNothing(
  portal: BenchPortal,
  { seconds, ...run }: Pick<Bench, 'root' | 'directory'> & { seconds: number },
): Promise<void> {
  const token = await portal.signIn();
  const url = `${portal.url}/api/bench/empty`;
  await openLoop(run, { questions: [{ name: 'empty', url }], token, seconds });
}

/**
 * Asks for pages while objects change, and then how long changes take to be seen.
 *
 * @param clusters whose changes are timed
 */
export async function measureWindow(
  bench: Bench,
  clusters: readonly BenchCluster[],
): Promise<WindowFigures> {
  const { labs, portal, options } = bench;
  const token = await portal.signIn();
  const questions = await pages(bench);
  await labs.change(CHANGES_PER_SECOND);
  const before = load();
  await openLoop(bench, { questions, token, seconds: options.warmUpSeconds });
  const lab = await labs.status();
  await portal.figures({ reset: true });
  const { seconds } = options;
  const samples = await openLoop(bench, { questions, token, seconds });
  const figures = await portal.figures();
  const labAfter = await labs.status();
  const changes = await runClient<{ milliseconds: number[] }>(
    {
      type: 'changes',
      ...(await changeOptions(bench, clusters)),
      token,
    },
    bench,
  );
  await labs.change(0);
  return {
    routes: figuresOf(samples),
    portal: figures,
    upstream: since(lab.requests, labAfter.requests),
    labCpuMilliseconds: labAfter.cpuMilliseconds - lab.cpuMilliseconds,
    changeToAnswer: summary(changes.milliseconds),
    load: [before, load()],
  };
}

async function changeOptions(
  bench: Bench,
  clusters: readonly BenchCluster[],
): Promise<Omit<ChangeOptions, 'token'>> {
  return {
    services: await watchedServices(bench, clusters),
    tokens: Object.fromEntries(
      clusters.map(({ name, token }) => [name, token]),
    ),
    ca: clusters.map(({ ca }) => ca).join('\n'),
    times: bench.options.changes,
    perSecond: REQUESTS_PER_SECOND,
  };
}

/** The same while one cluster hangs and one answers garbage; changes are timed in the others. */
export async function measureFaults(bench: Bench): Promise<WindowFigures> {
  const { labs } = bench;
  const [hung, garbling, ...others] = [...labs.clusters].reverse();
  await labs.fault('hang', hung);
  await labs.fault('garble', garbling);
  await delay(FAULT_SECONDS * 1000);
  try {
    return await measureWindow(bench, others.reverse());
  } finally {
    await labs.fault('heal', hung);
    await labs.fault('heal', garbling);
  }
}

/** The tab "Kubernetes" asks this of the Kubernetes plugin for an entity. */
async function kubernetesQuestion(
  { portal }: Bench,
  { name, token }: { name: string; token: string },
): Promise<Question> {
  const answer = await waitUntil(
    async () => {
      const url = `${portal.url}/api/catalog/entities/by-name/component/default/${name}`;
      const headers = { Authorization: `Bearer ${token}` };
      const response = await fetch(url, { headers });
      return response.ok && ((await response.json()) as object);
    },
    { what: `the catalog to have ${name}`, timeoutMilliseconds: 60_000 },
  );
  return {
    name: 'kubernetes plugin',
    url: `${portal.url}/api/kubernetes/services/${name}`,
    method: 'POST',
    body: { entity: answer, auth: {} },
  };
}

/** One page of an entity, from the Kubernetes plugin and from ours. */
export async function compareWithKubernetesPlugin(
  bench: Bench,
): Promise<Comparison> {
  const { labs, portal } = bench;
  const token = await portal.signIn();
  const [[name]] = await ownServices(labs, labs.clusters[0]);
  const compared = [
    await kubernetesQuestion(bench, { name, token }),
    { name: 'entity', url: entityUrl(portal, name) },
  ];
  const comparison: Comparison = { routes: {}, upstreamPerRequest: {} };
  for (const question of compared) {
    const task = { questions: [question], token, seconds: 5 };
    await openLoop(bench, task, COMPARED_PER_SECOND);
    const before = (await labs.status()).requests;
    const samples = await openLoop(
      bench,
      { ...task, seconds: COMPARED_SECONDS },
      COMPARED_PER_SECOND,
    );
    const after = (await labs.status()).requests;
    const lists = forPages(since(before, after));
    comparison.upstreamPerRequest[question.name] =
      lists / (COMPARED_PER_SECOND * COMPARED_SECONDS);
    Object.assign(comparison.routes, figuresOf(samples));
  }
  return comparison;
}

/** What the portal asks of clusters by itself: whether they are there, what they serve, the watches that it holds. */
const UNASKED = /^(GET \/version|GET \/apis?(\/.*)?|watch .*)$/;

/** Requests that somebody's page caused. */
function forPages(upstream: Record<string, number>): number {
  return Object.entries(upstream)
    .filter(([about]) => !UNASKED.test(about))
    .reduce((sum, [, count]) => sum + count, 0);
}
