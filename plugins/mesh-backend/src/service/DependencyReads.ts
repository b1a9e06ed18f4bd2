import type { Dependencies, Graph } from '@meshport/plugin-mesh-common';
import { buildCallGraph, type CallGraph } from '../core/dependencies/CallGraph';
import { callNodesOf } from '../core/dependencies/callNodes';
import {
  dependenciesAnswer,
  focusOf,
  graphAnswer,
  type GraphFilter,
  type GraphInput,
} from '../core/dependencies/graphAnswers';
import type { MetricsState } from '../core/metrics/MetricsState';
import {
  type ChosenObjectives,
  objectivesOf,
} from '../core/metrics/objectives';
import { storeNotes } from '../core/views/metricsAnswer';
import type { Reader } from '../core/views/serviceAnswers';
import type { Traffic } from '../core/views/traffic';
import type { ServiceEntry, World } from '../core/views/World';

/** Who asks about calls, and what is known at that moment. */
interface Question {
  readonly reader: Reader;
  readonly traffic: Traffic;
}

/** What may be asked beside the service or entity itself. */
interface AskedPart {
  readonly gateways: 'true' | 'false';
}

/** Answers who calls whom. */
export class DependencyReads {
  private built:
    | {
        readonly world: World;
        readonly state: MetricsState;
        readonly graph: CallGraph;
      }
    | undefined;

  constructor(
    private readonly options: { readonly objectives: ChosenObjectives },
  ) {}

  /** Puts the graph of now together in slices, before anybody asks for it. */
  *prepare(world: World, state: MetricsState): Generator<void, CallGraph> {
    const { built } = this;
    if (built?.world === world && built.state === state) return built.graph;
    const graph = yield* buildCallGraph(state, callNodesOf(world));
    this.built = { world, state, graph };
    return graph;
  }

  /** Callers and callees of the parts of services that the reader sees. */
  dependencies(
    world: World,
    question: Question & {
      readonly services: readonly ServiceEntry[];
      readonly query: AskedPart & { readonly depth: number };
    },
  ): Dependencies {
    const { services, query } = question;
    const input = this.input(world, question, services);
    return dependenciesAnswer(world, {
      ...input,
      focus: services.flatMap(service => focusOf(service, input)),
      depth: query.depth,
      gateways: query.gateways === 'true',
      beside: () => ({ drift: [], verdicts: [], changes: [] }),
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

  private input(
    world: World,
    { reader, traffic }: Question,
    services: readonly ServiceEntry[],
  ): GraphInput {
    const { objectives } = objectivesOf([], this.options.objectives);
    const shown = reader.readsAll
      ? world.clusters.map(({ name }) => name)
      : services.flatMap(({ instances }) =>
          instances.map(({ instance }) => instance.cluster),
        );
    return {
      graph: this.now(world, traffic.state),
      nodes: callNodesOf(world),
      reader,
      traffic,
      objectives,
      notes: storeNotes(shown, { reader, traffic }),
    };
  }

  private now(world: World, state: MetricsState): CallGraph {
    const steps = this.prepare(world, state);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }
}
