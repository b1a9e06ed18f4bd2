import {
  ANNOTATION_SERVICES,
  type Drift,
  text,
} from '@meshport/plugin-mesh-common';
import type { Traffic } from '../views/traffic';
import type { EntityEntry, ServiceEntry, World } from '../views/World';
import type { CallEdge, CallGraph } from './CallGraph';
import type { CallNode } from './CallNode';
import type { Declarations } from './declarations';
import type { Sight } from './sight';

/** Two entities, the first of which calls the second. */
export function pairKey(caller: string, callee: string): string {
  return `${caller}>${callee}`;
}

/** Entities that have an end; of several any may be meant. */
export function entitiesOf({
  entry,
  service,
  entityRefs,
}: CallNode): readonly string[] {
  return (entry?.claimed ?? service)?.entityRefs ?? entityRefs ?? [];
}

/** What calls and catalog are compared by. */
export interface DriftInput {
  readonly world: World;
  readonly graph: CallGraph;
  readonly traffic: Traffic;
  readonly sight: Sight;
  readonly declarations: Declarations;
  readonly edgeId: (edge: CallEdge) => string;
  /** For how long calls are remembered, and of which pairs some were seen in that time. */
  readonly seen: {
    readonly minutes: number;
    readonly has: (pair: string) => boolean;
  };
}

/** Kinds that can declare, and that can be declared, in order of preference. */
const CALLERS = ['component', 'resource'];
const CALLEES = ['component', 'resource', 'api'];

function firstOf(kinds: readonly string[], refs: readonly string[]) {
  return kinds
    .flatMap(kind => refs.filter(ref => ref.startsWith(`${kind}:`)))
    .at(0);
}

/** YAML to merge into the file of the caller. */
function manifestFor(callee: string): string {
  const isApi = callee.startsWith('api:');
  const field = isApi ? 'consumesApis' : 'dependsOn';
  return `spec:\n  ${field}:\n    - ${callee}\n`;
}

const LOCATION = 'backstage.io/managed-by-location';

function locationOf(ref: string, { entities }: Declarations) {
  const location = entities.get(ref)?.annotations[LOCATION];
  return location === undefined ? {} : { location };
}

/** Undefined where the catalog knows, or has nobody who could say it. */
function undeclared(edge: CallEdge, input: DriftInput): Drift | undefined {
  const { declarations, sight, edgeId } = input;
  if (!sight.sees(edge.from) || !sight.sees(edge.to)) return undefined;
  const callers = entitiesOf(edge.from);
  const callees = entitiesOf(edge.to);
  const caller = firstOf(CALLERS, callers);
  const callee = firstOf(CALLEES, callees);
  if (caller === undefined || callee === undefined) return undefined;
  const isKnown = callers.some(
    one =>
      callees.includes(one) ||
      callees.some(other => declarations.needs(one).has(other)),
  );
  if (isKnown) return undefined;
  return {
    kind: 'undeclared',
    edge: edgeId(edge),
    entityRef: caller,
    dependsOn: callee,
    text: text('drift.undeclared', { caller, callee }),
    manifest: manifestFor(callee),
    ...locationOf(caller, declarations),
  };
}

/** Whether every call that the entity makes would be known of: all of its pods count them. */
function countsItsCalls({ services }: EntityEntry, { traffic }: DriftInput) {
  const instances = services
    .flatMap(one => one.instances)
    .filter(({ instance }) => instance.kind === 'local');
  return (
    instances.length > 0 &&
    instances.every(({ instance }) => {
      const store = traffic.state.storeOf(instance.cluster);
      const { tick, fault } =
        (store === undefined ? undefined : traffic.state.stores.get(store)) ??
        {};
      const isMeshed = instance.membership.some(
        ({ pods }) => pods.total > 0 && pods.enrolled === pods.total,
      );
      return (
        isMeshed && tick !== undefined && !fault && tick.failed.length === 0
      );
    })
  );
}

/** Of others nothing in the clusters tells whether they are called. */
function isMeantToRun(
  { entityRef, services }: EntityEntry,
  { declarations }: DriftInput,
): boolean {
  const { annotations } = declarations.entities.get(entityRef) ?? {};
  return (
    services.length > 0 || annotations?.[ANNOTATION_SERVICES] !== undefined
  );
}

/** What has no pods cannot be called by anybody. */
function isNotRunning({ services }: EntityEntry): boolean {
  return services
    .flatMap(one => one.instances)
    .every(({ instance }) => instance.endpoints.total === 0);
}

/** Everything of it may be seen. */
function isOpen({ services }: EntityEntry, { sight }: DriftInput): boolean {
  return services.every(service =>
    service.instances.every(entry => sight.sees(nodeFor(service, entry))),
  );
}

/** Only what permission is decided on matters here. */
function nodeFor(
  service: ServiceEntry,
  entry: ServiceEntry['instances'][number],
): CallNode {
  return {
    id: `declared|${entry.key}`,
    kind: 'service',
    service,
    entry,
    resources: [entry.resource],
  };
}

/** Entities whose calls are calls of what is declared: an API's, a System's parts. */
function meantBy(ref: string, { declarations }: DriftInput): readonly string[] {
  const entity = declarations.entities.get(ref);
  return [ref, ...(entity?.providers ?? []), ...(entity?.parts ?? [])];
}

function silent(
  caller: string,
  callee: string,
  input: DriftInput,
): Drift | undefined {
  const { world, declarations, seen } = input;
  const from = world.entities.get(caller);
  const to = meantBy(callee, input).flatMap(
    ref => world.entities.get(ref) ?? [],
  );
  const found = to.filter(one => isMeantToRun(one, input));
  if (!from || from.services.length === 0 || found.length === 0) {
    return undefined;
  }
  if (!isOpen(from, input) || !found.every(one => isOpen(one, input))) {
    return undefined;
  }
  const isSeen = meantBy(callee, input).some(ref =>
    seen.has(pairKey(caller, ref)),
  );
  const isCertain = found.every(isNotRunning) || countsItsCalls(from, input);
  if (isSeen || !isCertain) return undefined;
  return {
    kind: 'silent',
    entityRef: caller,
    dependsOn: callee,
    text: text('drift.silent', { caller, callee, minutes: seen.minutes }),
    ...locationOf(caller, declarations),
  };
}

/** Declarations of which an entity is one end. */
function declaredPairs(
  ref: string,
  { declarations }: DriftInput,
): (readonly [string, string])[] {
  const own = declarations.entities.get(ref);
  const needs = [...(own?.dependsOn ?? []), ...(own?.consumesApis ?? [])];
  return [
    ...needs.map(other => [ref, other] as const),
    ...declarations
      .neededBy(ref)
      .filter(other => {
        const entity = declarations.entities.get(other);
        return entity?.dependsOn?.includes(ref);
      })
      .map(other => [other, ref] as const),
  ];
}

/** Where calls of some services and the catalog differ. */
export function driftOf(
  focus: readonly CallNode[],
  input: DriftInput,
): {
  readonly drift: readonly Drift[];
  readonly edges: ReadonlyMap<string, Drift['kind']>;
} {
  const { graph } = input;
  const found = new Map<string, Drift>();
  const edges = new Map<string, Drift['kind']>();
  const around = focus.flatMap(({ id }) => [
    ...(graph.callees.get(id) ?? []),
    ...(graph.callers.get(id) ?? []),
  ]);
  for (const edge of around) {
    const drift = undeclared(edge, input);
    if (!drift) continue;
    edges.set(input.edgeId(edge), 'undeclared');
    const key = pairKey(drift.entityRef, drift.dependsOn);
    if (!found.has(key)) found.set(key, drift);
  }
  const refs = new Set(focus.flatMap(entitiesOf));
  for (const [caller, callee] of [...refs].flatMap(ref =>
    declaredPairs(ref, input),
  )) {
    const drift = silent(caller, callee, input);
    if (drift) found.set(pairKey(caller, callee), drift);
  }
  return { drift: [...found.values()], edges };
}
