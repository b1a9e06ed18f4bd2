import { builtInMeshes } from '../../../../plugins/mesh-backend/src/core/meshes';
import {
  planQueries,
  type PlannedQuery,
} from '../../../../plugins/mesh-backend/src/core/metrics/planQueries';
import type { Split } from '../../../../plugins/mesh-backend/src/core/metrics/promqlSplit';
import {
  knownSeriesQuery,
  readKnownSeries,
  type KnownSeries,
} from '../../../../plugins/mesh-backend/src/core/metrics/readKnownSeries';
import { readStoreTick } from '../../../../plugins/mesh-backend/src/core/metrics/readStoreTick';
import { finished } from '../../../../plugins/mesh-backend/src/testing/finished';
import type {
  MeshObservation,
  StoreTick,
} from '../../../../plugins/mesh-backend/src/core/metrics/StoreTick';
import type { Matcher, Peer } from '@meshport/plugin-mesh-node';
import type { StoreUnderTest } from './StoreUnderTest';

export const WINDOW_SECONDS = 300;

const CLUSTERS: Readonly<Record<string, string>> = {
  'istio/west-istio': 'west',
  'istio/east-istio': 'east',
  'linkerd/east': 'east',
  'consul/dc2': 'east',
};

/** What the portal knows of names: the cluster label has its own names for clusters. */
function contextFor(clusterLabel: string | undefined, only?: string) {
  return {
    clusterLabel,
    clusterOf: (labels: Readonly<Record<string, string>>) =>
      clusterLabel ? labels[clusterLabel] : only,
    resolve: (system: string, alias: string) => CLUSTERS[`${system}/${alias}`],
  };
}

export interface Asking {
  readonly scenario: string;
  /** Default: `cluster`; null for a store of the one cluster `west`. */
  readonly clusterLabel?: string | null;
  readonly split?: Split;
  readonly matchers?: readonly Matcher[];
}

/** Asks a store what the portal asks at a refresh. */
export class StoreAsker {
  constructor(
    private readonly store: StoreUnderTest,
    readonly endSeconds: number,
  ) {}

  async query(query: string) {
    const at = this.endSeconds * 1000;
    return this.store.source.query({ query, at }, AbortSignal.timeout(30_000));
  }

  scopeOf({ scenario, clusterLabel = 'cluster', matchers = [] }: Asking) {
    return {
      windowSeconds: WINDOW_SECONDS,
      clusterLabel: clusterLabel ?? undefined,
      matchers: [
        { label: 'scenario', operator: '=' as const, value: scenario },
        ...matchers,
      ],
    };
  }

  async known(asking: Asking): Promise<KnownSeries> {
    const scope = this.scopeOf(asking);
    const answer = await this.query(knownSeriesQuery(builtInMeshes, scope));
    return readKnownSeries(answer.samples, scope.clusterLabel);
  }

  async plan(asking: Asking): Promise<PlannedQuery[]> {
    const known = await this.known(asking);
    const all = {
      meshes: builtInMeshes,
      scope: this.scopeOf(asking),
      known,
    };
    const { split } = asking;
    const ids = split ? planQueries(all).map(({ query }) => query.id) : [];
    const splits = new Map(ids.map(id => [id, split as Split]));
    return planQueries({ ...all, splits });
  }

  async tick(asking: Asking): Promise<StoreTick> {
    const known = await this.known(asking);
    const { clusterLabel } = this.scopeOf(asking);
    const asked = [];
    for (const planned of await this.plan(asking)) {
      asked.push({ planned, answer: await this.query(planned.expression) });
    }
    const steps = readStoreTick({
      store: 'main',
      at: this.endSeconds * 1000,
      windowSeconds: WINDOW_SECONDS,
      asked,
      context: contextFor(clusterLabel, 'west'),
      known,
      clusterLabel,
    });
    return finished(steps);
  }
}

interface Wanted {
  kind?: MeshObservation['kind'];
  reporter?: MeshObservation['reporter'];
  protocol?: MeshObservation['protocol'];
  mesh?: string;
  from?: Peer;
  to?: Peer;
  route?: string;
}

function hasAll(peer: Peer, wanted: Peer = {}): boolean {
  return Object.entries(wanted).every(
    ([field, value]) => peer[field as keyof Peer] === value,
  );
}

/** The observations that have all that is wanted. */
export function find(
  { observations }: StoreTick,
  { from, to, ...wanted }: Wanted,
): MeshObservation[] {
  return observations.filter(
    one =>
      hasAll(one.from, from) &&
      hasAll(one.to, to) &&
      Object.entries(wanted).every(
        ([field, value]) => one[field as keyof MeshObservation] === value,
      ),
  );
}

/** The only one; fails with what there is otherwise. */
export function findOne(tick: StoreTick, wanted: Wanted): MeshObservation {
  const found = find(tick, wanted);
  if (found.length !== 1) {
    throw new Error(
      `${found.length} observations instead of one for ${JSON.stringify(
        wanted,
      )}:\n${tick.observations.map(one => JSON.stringify(one)).join('\n')}`,
    );
  }
  return found[0];
}
