import type { WatchedKind } from '@meshport/plugin-mesh-node';
import type { ZodType } from 'zod';
import type { Clock } from '../clock';
import { Backoff } from './Backoff';
import type { KubernetesApi } from './KubernetesApi';
import { GarbageError, HttpStatusError } from './requestErrors';
import {
  aggregatedDiscoverySchema,
  coreVersionsSchema,
  groupListSchema,
  resourceListSchema,
} from './schema';
import type { WatchTiming } from './timing';

const ACCEPT =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';
/** A cluster with hundreds of CRDs answers some MB. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The portal may not ask what the cluster serves. */
export class DiscoveryRefusedError extends Error {
  readonly name = 'DiscoveryRefusedError';

  constructor(readonly path: string, readonly user: string) {
    super(`The API server refuses ${path}`);
  }
}

/** By `<group>/<version>` the plurals served; undefined where that is not asked yet. */
type Served = Map<string, Set<string> | undefined>;

interface Knowledge {
  /** When it may be asked for again. */
  readonly goodUntil: number;
  readonly served: Promise<Served>;
}

/**
 * What one cluster serves, asked once for all kinds: two requests, and for servers
 * before 1.27 one more per group and version that is needed.
 */
export class Discovery {
  private knowledge: Knowledge | undefined;
  private askedAt = Number.NEGATIVE_INFINITY;
  private readonly backoff: Backoff;

  constructor(
    private readonly options: {
      readonly api: KubernetesApi;
      readonly clock: Clock;
      readonly random: () => number;
      readonly timing: WatchTiming;
    },
  ) {
    const { timing, random } = options;
    this.backoff = new Backoff({
      first: timing.backoffFirst,
      most: timing.backoffMost,
      random,
    });
  }

  /** The preferred version of the kind that is served, or undefined where none is. */
  async versionOf(
    kind: WatchedKind,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const served = await this.served(signal);
    for (const version of kind.versions) {
      const name = `${kind.group}/${version}`;
      if (!served.has(name)) continue;
      let plurals = served.get(name);
      if (!plurals) {
        plurals = await this.resources(kind.group, version, signal);
        served.set(name, plurals);
      }
      if (plurals.has(kind.plural)) return version;
    }
    return undefined;
  }

  /** A kind that should be served is not: ask again, unless that was done just now. */
  forget(): void {
    const { clock, timing } = this.options;
    const age = clock.now() - this.askedAt;
    if (age >= timing.backoffFirst) this.knowledge = undefined;
  }

  private served(signal: AbortSignal): Promise<Served> {
    const { clock, timing } = this.options;
    const now = clock.now();
    if (this.knowledge && now < this.knowledge.goodUntil) {
      return this.knowledge.served;
    }
    this.askedAt = now;
    const served = this.ask(signal);
    // Kinds that look again at the same interval share one answer.
    const goodUntil = now + timing.absentInterval / 2;
    const knowledge = { goodUntil, served };
    this.knowledge = knowledge;
    served.then(
      () => this.backoff.reset(),
      () => {
        if (this.knowledge !== knowledge) return;
        // The failure is shared for a while too, or each kind would ask for itself.
        this.knowledge = signal.aborted
          ? undefined
          : { goodUntil: clock.now() + this.backoff.next() / 2, served };
      },
    );
    return served;
  }

  private async ask(signal: AbortSignal): Promise<Served> {
    const served: Served = new Map();
    const [core, groups] = await Promise.all([
      this.get('/api', signal),
      this.get('/apis', signal),
    ]);
    for (const answer of [core, groups]) {
      if (!readAggregated(answer, served)) readVersions(answer, served);
    }
    // Whatever answers like that, it is no API server: nothing follows from its silence.
    if (!served.has('/v1')) throw new GarbageError('No core group');
    return served;
  }

  private async resources(
    group: string,
    version: string,
    signal: AbortSignal,
  ): Promise<Set<string>> {
    const path = group ? `/apis/${group}/${version}` : `/api/${version}`;
    const answer = read(resourceListSchema, await this.get(path, signal));
    return new Set(answer.resources.map(({ name }) => name));
  }

  private async get(path: string, signal: AbortSignal): Promise<unknown> {
    const { api, timing } = this.options;
    try {
      return await api.getJson(path, {
        accept: ACCEPT,
        signal,
        deadline: timing.pageDeadline,
        maxBytes: MAX_BYTES,
      });
    } catch (error) {
      if (error instanceof HttpStatusError && error.status === 403) {
        throw new DiscoveryRefusedError(path, error.user);
      }
      throw error;
    }
  }
}

function read<T>(schema: ZodType<T>, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (!result.success) throw new GarbageError('Not a discovery answer');
  return result.data;
}

function readAggregated(answer: unknown, served: Served): boolean {
  const { data } = aggregatedDiscoverySchema.safeParse(answer);
  if (!data) return false;
  for (const { metadata, versions } of data.items) {
    for (const { version, resources, freshness } of versions) {
      const plurals = new Set(resources.map(({ resource }) => resource));
      const isKnown = freshness !== 'Stale';
      served.set(`${metadata.name}/${version}`, isKnown ? plurals : undefined);
    }
  }
  return true;
}

/** Groups and versions from the older form, which does not name the resources. */
function readVersions(answer: unknown, served: Served): void {
  const core = coreVersionsSchema.safeParse(answer);
  if (core.success) {
    for (const version of core.data.versions) {
      served.set(`/${version}`, undefined);
    }
    return;
  }
  for (const { name, versions } of read(groupListSchema, answer).groups) {
    for (const { version } of versions) {
      served.set(`${name}/${version}`, undefined);
    }
  }
}
