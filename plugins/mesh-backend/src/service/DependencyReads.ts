import type {
  Dependencies,
  Graph,
  Objectives,
  Text,
  Verdict,
} from '@meshport/plugin-mesh-common';
import type { CatalogEntity } from '../core/catalog/EntityMatch';
import type { CallGraph } from '../core/dependencies/CallGraph';
import type { CallNode } from '../core/dependencies/CallNode';
import { callNodesOf } from '../core/dependencies/callNodes';
import { changesAround, withCallees } from '../core/dependencies/changesAround';
import { declarationsOf } from '../core/dependencies/declarations';
import { driftOf } from '../core/dependencies/drift';
import {
  type BesideGraph,
  dependenciesAnswer,
  focusOf,
  graphAnswer,
  looseFocus,
  type GraphFilter,
  type GraphInput,
} from '../core/dependencies/graphAnswers';
import { type Sight, sightOf } from '../core/dependencies/sight';
import { type Telling, tellingOf } from '../core/dependencies/toldGraph';
import { isPartlySeen } from '../core/dependencies/isPartlySeen';
import { verdictOf } from '../core/dependencies/verdictOf';
import {
  type ChosenObjectives,
  objectivesOf,
} from '../core/metrics/objectives';
import {
  type BesideCharts,
  shownClusters,
  storeNotes,
} from '../core/views/metricsAnswer';
import type { Reader } from '../core/views/serviceAnswers';
import { isWholeService, type Traffic } from '../core/views/traffic';
import type { LooseWorkload, ServiceEntry, World } from '../core/views/World';
import type { Clock } from '../io/clock';
import { CallGraphs } from './CallGraphs';
import { SeenPairs } from './SeenPairs';
import { UsualErrors } from './UsualErrors';

/** Who asks about calls, and what is known at that moment. */
interface Question {
  readonly reader: Reader;
  readonly traffic: Traffic;
  readonly catalog: readonly CatalogEntity[] | undefined;
}

/** What may be asked beside the service or entity itself. */
interface AskedPart {
  readonly gateways: 'true' | 'false';
}

/** Who called whom at a time that is over. */
interface CallsThen {
  /** Unix ms; the end of the window. */
  readonly at: number;
  readonly graph: CallGraph;
  readonly traffic: Traffic;
  /** What is to be known of the past beside what stores note themselves. */
  readonly notes: readonly Text[];
}

/** The graph as one reader is told of it. */
interface ToldGraph {
  readonly input: GraphInput;
  readonly telling: Telling;
  readonly sight: Sight;
}

/** Changes that may explain how it is now. */
const CHANGES_MS = 3_600_000;

const NO_ENTITIES: readonly CatalogEntity[] = [];

export interface DependencyReadsOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly objectives: ChosenObjectives;
  /** ISO; since when the health of a service or an instance (by key) is what it is. */
  readonly healthSince: (key: string) => string | undefined;
}

/** Answers who calls whom. */
export class DependencyReads {
  private readonly pairs = new SeenPairs();
  private readonly usual = new UsualErrors();
  private readonly graphs: CallGraphs;
  private readonly objectives: Objectives;

  constructor(private readonly options: DependencyReadsOptions) {
    this.objectives = objectivesOf([], options.objectives).objectives;
    this.graphs = new CallGraphs({
      clock: options.clock,
      objectives: this.objectives,
      taken: ({ graph, state }, { traffic, isNews }) => {
        if (graph.at === undefined || !isNews) return;
        this.pairs.take(graph, state.at);
        this.usual.take(graph, traffic);
      },
    });
  }

  /** Grows whenever answers may differ from before. */
  get version(): number {
    return this.graphs.version;
  }

  /** Puts the graph of now together in slices, before anybody asks for it. */
  *prepare(world: World, traffic: Traffic): Generator<void> {
    // Nobody has counted any call.
    if (traffic.state.stores.size === 0) return;
    yield* this.graphs.prepare(world, traffic);
  }

  /** Callers and callees of the parts of services that the reader sees. */
  dependencies(
    world: World,
    question: Question & {
      readonly services: readonly ServiceEntry[];
      readonly workloads: readonly LooseWorkload[];
      readonly query: AskedPart & {
        readonly depth: number;
      };
      /** Who called whom at a time that is over, if that is asked for. */
      readonly then?: CallsThen;
    },
  ): Dependencies {
    const { services, workloads, query, then } = question;
    const input = then
      ? this.inputThen(world, question, { services, then })
      : this.input(world, question, services);
    const focus = [
      ...services.flatMap(service => focusOf(service, input)),
      ...workloads.flatMap(one => looseFocus(one, input)),
    ];
    return dependenciesAnswer(world, {
      ...input,
      focus,
      depth: query.depth,
      gateways: query.gateways === 'true',
      beside: (telling, sight) =>
        then
          ? this.besideThen(world, question, {
              ...{ input, focus, telling, sight },
              at: then.at,
            })
          : this.beside(world, question, { input, focus, telling, sight }),
    });
  }

  /** Who calls whom in all clusters. */
  graph(
    world: World,
    question: Question & {
      readonly query: GraphFilter & AskedPart & { readonly limit: number };
    },
  ): Graph {
    const { query } = question;
    return graphAnswer(world, {
      ...this.input(world, question, []),
      filter: query,
      limit: query.limit,
      gateways: query.gateways === 'true',
    });
  }

  /** "Is it me?" of services; nothing is looked at before the first one is asked for. */
  verdicts(
    world: World,
    question: Question,
  ): (visible: ServiceEntry) => Verdict {
    let told: ToldGraph | undefined;
    return service => {
      told ??= this.told(world, question);
      return this.verdictOn(world, service, told);
    };
  }

  /** What charts of some services need to know of their calls. */
  besideCharts(
    world: World,
    question: Question & { readonly services: readonly ServiceEntry[] },
  ): BesideCharts {
    const { reader, services } = question;
    const input = this.input(world, question, services);
    const sight = sightOf(input.graph, reader);
    const telling = tellingOf({ ...input, sight });
    const focus = services.flatMap(service => focusOf(service, input));
    const ends = withCallees(focus, input.graph).filter(sight.sees);
    return {
      verdict: service =>
        this.verdictOn(world, service, { input, telling, sight }),
      changes: span =>
        changesAround(ends, { nodes: input.nodes, reader, ...span }),
    };
  }

  private beside(
    world: World,
    question: Question & { readonly services: readonly ServiceEntry[] },
    told: ToldGraph & { readonly focus: readonly CallNode[] },
  ): BesideGraph {
    const { services, traffic, catalog } = question;
    const { input, focus, telling, sight } = told;
    const now = traffic.state.at;
    const drift = driftOf(focus, {
      world,
      graph: input.graph,
      traffic,
      sight,
      declarations: declarationsOf(catalog ?? NO_ENTITIES),
      edgeId: telling.edgeId,
      seen: {
        minutes: this.pairs.minutes(now),
        has: pair => this.pairs.has(pair),
      },
    });
    return {
      ...drift,
      verdicts: this.verdictsOn(world, services, told),
      changes: changesAround(
        withCallees(focus, input.graph).filter(sight.sees),
        { ...input, from: now - CHANGES_MS, to: now },
      ),
    };
  }

  /** The catalog of that time is not known, so it is compared with nothing. */
  private besideThen(
    world: World,
    { services }: { readonly services: readonly ServiceEntry[] },
    told: ToldGraph & {
      readonly focus: readonly CallNode[];
      readonly at: number;
    },
  ): BesideGraph {
    const { input, focus, sight, at } = told;
    const ends = withCallees(focus, input.graph).filter(sight.sees);
    const verdicts = this.verdictsOn(world, services, told);
    return {
      drift: [],
      edges: new Map(),
      // Since when something is so is only known of now.
      verdicts: verdicts.map(({ since: _, ...verdict }) => verdict),
      changes: changesAround(ends, { ...input, from: at - CHANGES_MS, to: at }),
    };
  }

  private verdictsOn(
    world: World,
    services: readonly ServiceEntry[],
    told: ToldGraph,
  ) {
    return services.map(service => ({
      set: service.set,
      namespace: service.namespace,
      name: service.name,
      ...this.verdictOn(world, service, told),
    }));
  }

  private verdictOn(
    world: World,
    service: ServiceEntry,
    told: ToldGraph,
  ): Verdict {
    const { input, telling, sight } = told;
    const local = service.instances.filter(
      ({ instance }) => instance.kind === 'local',
    );
    const [only, ...others] = local;
    const alone = only && others.length === 0 ? only.key : '';
    const key = isWholeService(service, world) ? service.key : alone;
    const since = this.options.healthSince(key);
    return verdictOf({
      ends: focusOf(service, input),
      known: input.traffic.service(service),
      readyPods: local.reduce(
        (sum, { instance }) => sum + instance.endpoints.ready,
        0,
      ),
      graph: input.graph,
      sight,
      edgeId: telling.edgeId,
      usual: edge => this.usual.of(edge),
      isPartlySeen: isPartlySeen(local, input.traffic),
      ...(since === undefined ? {} : { since }),
    });
  }

  private told(world: World, question: Question): ToldGraph {
    const input = this.input(world, question, []);
    const sight = sightOf(input.graph, question.reader);
    return { input, sight, telling: tellingOf({ ...input, sight }) };
  }

  private input(
    world: World,
    { reader, traffic }: Question,
    services: readonly ServiceEntry[],
  ): GraphInput {
    const { objectives } = this;
    const shown = shownClusters(world, { reader, services });
    const calls = this.graphs.last(world, traffic);
    return {
      graph: calls.graph,
      ranking: calls.ranking,
      // Of the same world as the ends of the graph.
      nodes: callNodesOf(calls.world, calls.state.queries),
      reader,
      traffic,
      objectives,
      notes: storeNotes(shown, { reader, traffic }),
    };
  }

  private inputThen(
    world: World,
    { reader }: Question,
    {
      services,
      then: { graph, traffic, notes },
    }: {
      readonly services: readonly ServiceEntry[];
      readonly then: CallsThen;
    },
  ): GraphInput {
    const shown = shownClusters(world, { reader, services });
    return {
      graph,
      nodes: callNodesOf(world, traffic.state.queries),
      reader,
      traffic,
      objectives: this.objectives,
      notes: [...notes, ...storeNotes(shown, { reader, traffic })],
    };
  }
}
