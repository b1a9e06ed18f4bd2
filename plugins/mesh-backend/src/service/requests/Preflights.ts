import {
  meshContract,
  objectKey,
  text,
  type Graph,
  type ObjectRef,
  type Preflight,
  type RequestForm,
  type Writer,
} from '@meshport/plugin-mesh-common';
import {
  createSnapshot,
  type ClusterSnapshot,
  type KindState,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { isFlux } from '../../core/checks/engine/flux';
import {
  namespaceKinds,
  writerKinds,
} from '../../core/checks/engine/readKinds';
import { callersOf, type Models } from '../../core/requests/callers';
import type { LiveObject } from '../../core/requests/plan';
import { preflightOf, renderedFor } from '../../core/requests/preflight';
import {
  clustersOf,
  type PreflightCluster,
} from '../../core/requests/preflightInput';
import { writerIn } from '../../core/requests/writers';
import type { Reader } from '../../core/views/serviceAnswers';
import type { Clock } from '../../io/clock';
import type { ClusterSource, ClusterState } from '../../io/kube/ClusterSource';
import type { LiveObjects } from '../../io/kube/LiveObjects';
import type { ClusterModels } from '../ClusterModels';
import type { MeshReads } from '../MeshReads';
import type { RequestPlanner } from './RequestPlanner';

/** The portal itself works a form out; who may see which part of it is decided after. */
const PORTAL: Reader = { mayRead: () => true, readsAll: true };
const NOBODY: Reader = { mayRead: () => false, readsAll: false };

const PAGE = { limit: 200 };

type Kinds = Map<WatchedKind, KindState>;

const UNREADABLE: LiveObject = {
  state: 'unreadable',
  reason: text('preflight.not-read'),
};

export interface PreflightsOptions {
  readonly source: Pick<ClusterSource, 'clusters'>;
  readonly models: Pick<ClusterModels, 'published'>;
  readonly reads: Pick<
    MeshReads,
    'getGraph' | 'getNamespace' | 'listExports' | 'listLinks'
  >;
  readonly live: LiveObjects;
  readonly clock: Pick<Clock, 'now'>;
  /** kubeconfig context that commands for people name. */
  readonly kubectlContextOf: (cluster: string) => string;
  readonly isProtected: (namespace: string) => boolean;
}

/** Works forms out against the clusters as they are at this moment. */
export class Preflights implements RequestPlanner {
  constructor(private readonly options: PreflightsOptions) {}

  async preflight(
    form: RequestForm,
    reader: Reader = NOBODY,
  ): Promise<Preflight> {
    const { clock, isProtected } = this.options;
    const graph = await this.graph(form, PORTAL);
    const seen = await this.graph(form, reader);
    const visible = new Set(
      seen.nodes.filter(({ kind }) => kind !== 'hidden').map(({ id }) => id),
    );
    const calls = { graph, visible };
    const clusters = new Map(
      await Promise.all(
        clustersOf(form).map(
          async name => [name, await this.cluster(name, form, calls)] as const,
        ),
      ),
    );
    const refs = renderedFor({ form, clusters }).flatMap(({ changes }) =>
      changes.map(({ object }) => object),
    );
    const [live, told] = await Promise.all([
      this.liveOf(refs),
      this.links(form),
      this.withWriters(clusters, refs),
    ]);
    return preflightOf({
      ...{ form, clusters, isProtected, ...told },
      at: new Date(clock.now()).toISOString(),
      live: ref => live.get(objectKey(ref)) ?? UNREADABLE,
    });
  }

  private stateOf(name: string): ClusterState | undefined {
    return this.options.source.clusters().find(one => one.name === name);
  }

  private async cluster(
    name: string,
    form: RequestForm,
    calls: { graph: Graph; visible: ReadonlySet<string> },
  ): Promise<PreflightCluster> {
    const state = this.stateOf(name);
    const models: Models = new Map(
      this.options.models
        .published()
        .flatMap(one => (one.model ? [[one.name, one.model]] : [])),
    );
    const isLive = state?.reachability().status === 'live';
    const { namespace } = form;
    const place = { cluster: name, namespace };
    const read = isLive ? await this.read([place], namespaceKinds) : [];
    const callers = callersOf(form, name, { ...calls, models });
    return {
      snapshot: this.snapshot(name, read),
      reachability: state?.reachability() ?? { status: 'gone' },
      owners: await this.owners(place),
      ...(models.has(name) ? { model: models.get(name) } : {}),
      ...(callers ? { callers } : {}),
    };
  }

  private snapshot(
    cluster: string,
    read: readonly (readonly [WatchedKind, KindState])[],
  ): ClusterSnapshot {
    const kinds: Kinds = new Map(this.stateOf(cluster)?.kinds());
    for (const [kind, state] of read) kinds.set(kind, state);
    const kubectlContext = this.options.kubectlContextOf(cluster);
    return createSnapshot({ cluster, kubectlContext, kinds });
  }

  /** Kinds that are not watched, in some namespaces of one cluster. */
  private async read(
    places: readonly { cluster: string; namespace: string }[],
    kinds: readonly WatchedKind[],
  ): Promise<(readonly [WatchedKind, KindState])[]> {
    return Promise.all(
      kinds.map(async kind => {
        const states = await Promise.all(
          places.map(place => this.options.live.list(place, kind)),
        );
        const items = states.flatMap(state => state.items);
        const bad = states.find(
          ({ status }) => status !== 'live' && status !== 'absent',
        );
        return [kind, { ...(bad ?? states[0] ?? ABSENT), items }] as const;
      }),
    );
  }

  /** Whoever writes an object may be suspended or fail: that is read where it stands. */
  private async withWriters(
    clusters: Map<string, PreflightCluster>,
    refs: readonly ObjectRef[],
  ): Promise<void> {
    for (const [cluster, known] of clusters) {
      const writers = refs
        .filter(ref => ref.cluster === cluster)
        .map(ref => writerIn(known.snapshot, ref))
        .filter((writer: Writer) => isFlux(writer));
      const namespaces = new Set(writers.flatMap(one => one.namespace ?? []));
      if (namespaces.size === 0) continue;
      const places = [...namespaces].map(namespace => ({ cluster, namespace }));
      const read = await this.read(places, writerKinds);
      const before = namespaceKinds.map(
        kind => [kind, known.snapshot.kind(kind)] as const,
      );
      const snapshot = this.snapshot(cluster, [...before, ...read]);
      clusters.set(cluster, { ...known, snapshot });
    }
  }

  private async liveOf(
    refs: readonly ObjectRef[],
  ): Promise<ReadonlyMap<string, LiveObject>> {
    const distinct = new Map(refs.map(ref => [objectKey(ref), ref]));
    const read = async (ref: ObjectRef): Promise<LiveObject> =>
      this.stateOf(ref.cluster) ? this.options.live.get(ref) : UNREADABLE;
    return new Map(
      await Promise.all(
        [...distinct].map(
          async ([key, ref]) => [key, await read(ref)] as const,
        ),
      ),
    );
  }

  private async owners(params: { cluster: string; namespace: string }) {
    const { reads } = this.options;
    const answer = await reads.getNamespace({
      params,
      query: {},
      reader: PORTAL,
    });
    return answer?.namespace.owners ?? [];
  }

  private async graph(
    { namespace }: RequestForm,
    reader: Reader,
  ): Promise<Graph> {
    const query = meshContract.getGraph.query.parse({
      namespace,
      ...PAGE,
    });
    const asked = { params: {}, query, reader };
    return (await this.options.reads.getGraph(asked)) ?? NO_GRAPH;
  }

  private async links(form: RequestForm) {
    if (!('service' in form)) return { links: [], exports: [] };
    const { reads } = this.options;
    const { namespace, service, to } = form;
    const { listLinks, listExports } = meshContract;
    const links = await everyPage(paged => {
      const query = listLinks.query.parse({ cluster: to, ...paged });
      return reads.listLinks({ params: {}, reader: PORTAL, query });
    });
    const exports = await everyPage(paged => {
      const query = listExports.query.parse({ namespace, ...paged });
      return reads.listExports({ params: {}, reader: PORTAL, query });
    });
    return { links, exports: exports.filter(({ name }) => name === service) };
  }
}

interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor?: string;
}

async function everyPage<Item>(
  read: (page: {
    limit: number;
    cursor?: string;
  }) => Page<Item> | undefined | Promise<Page<Item> | undefined>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ ...PAGE, ...(cursor ? { cursor } : {}) });
    items.push(...(page?.items ?? []));
    cursor = page?.nextCursor;
  } while (cursor);
  return items;
}

const ABSENT: KindState = { status: 'absent', items: [] };

const NO_GRAPH: Graph = {
  windowSeconds: 0,
  ...{ nodes: [], edges: [], notes: [], sets: [], clusters: [], sources: [] },
};
