import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSet,
  ClusterSummary,
  GraphNode,
} from '@meshport/plugin-mesh-common';
import { useCallback, useMemo } from 'react';
import type { Drawn, DrawnEdge, DrawnNode } from '../components/graph/drawn';
import { meshTranslationRef } from '../translation';
import { displayNameOf } from '../view/names';
import { callsOf, type Call } from './callRanking';
import type { Calls } from './shownGraph';
import { mtlsKey, useCallFacts, useCallNumbers } from './useCallFacts';
import { useEndName } from './useEndName';

interface Places {
  readonly sets: readonly ClusterSet[];
  readonly clusters: readonly ClusterSummary[];
  readonly focus?: readonly string[];
}

/** Gateways that calls only pass through are named with the calls, not drawn. */
function drawnNodes({ nodes, edges }: Calls): readonly GraphNode[] {
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return nodes.filter(({ id, kind }) => kind !== 'gateway' || ends.has(id));
}

function counts(edges: Calls['edges']): ReadonlyMap<string, [number, number]> {
  const result = new Map<string, [number, number]>();
  const add = (id: string, index: 0 | 1) => {
    const count = result.get(id) ?? [0, 0];
    count[index] += 1;
    result.set(id, count);
  };
  for (const { from, to } of edges) {
    add(to, 0);
    add(from, 1);
  }
  return result;
}

/** Kinds that say more of a node than a namespace, which it does not have. */
const WITHOUT_NAMESPACE: ReadonlySet<GraphNode['kind']> = new Set([
  'external',
  'unknown',
  'hidden',
]);

function isMeasured({ kind, health }: GraphNode): boolean {
  return health !== 'unknown' || !WITHOUT_NAMESPACE.has(kind);
}

const NO_FOCUS: readonly string[] = [];

function useDrawnNode({ clusters, focus = NO_FOCUS }: Places) {
  const { t } = useTranslationRef(meshTranslationRef);
  const nameOf = useEndName();
  return useCallback(
    (
      node: GraphNode,
      [callers, callees]: readonly [number, number],
    ): DrawnNode => {
      const { id, kind, health, cluster } = node;
      const name = nameOf(node);
      const title = node.name ?? name;
      // Nobody measures what is outside; that it is unknown says nothing about it.
      const shownHealth = isMeasured(node) ? t(`health.${health}`) : undefined;
      const kindWord = t(`end.${kind}`);
      const place = WITHOUT_NAMESPACE.has(kind) ? kindWord : node.namespace;
      const note = place === title ? undefined : place;
      return {
        id,
        kind,
        name,
        title,
        health,
        healthWord: shownHealth,
        note,
        ...(cluster === undefined ? {} : { frame: cluster }),
        isFocus: focus.includes(id),
        // It begins with what can be read, for whoever speaks to the page.
        description: t('graph.node', {
          facts: [
            [title, [shownHealth, note].filter(Boolean).join(' · ')]
              .filter(Boolean)
              .join(' '),
            ...(place === kindWord ? [] : [kindWord]),
            cluster ? displayNameOf(clusters, cluster) : t('end.noCluster'),
          ].join(', '),
          callers: String(callers),
          callees: String(callees),
        }),
      };
    },
    [t, nameOf, clusters, focus],
  );
}

function useDrawnEdge() {
  const { t } = useTranslationRef(meshTranslationRef);
  const nameOf = useEndName();
  const numbersOf = useCallNumbers();
  const factsOf = useCallFacts();
  return useCallback(
    ({ edge, from, to }: Call): DrawnEdge => {
      const facts = factsOf(edge);
      const numbers = numbersOf(edge);
      const exceptions = [
        ...(edge.mtls === false || edge.mtls === 'mixed'
          ? [t(`call.mtls.${mtlsKey(edge.mtls)}`)]
          : []),
        ...(edge.drift ? [t(`call.drift.${edge.drift}`)] : []),
      ];
      return {
        id: edge.id,
        from: edge.from,
        to: edge.to,
        health: edge.health,
        // Why calls fail is too long for a line's label; it is in the details.
        label: [...(numbers.length > 0 ? numbers : facts), ...exceptions],
        description: t('call.label', {
          from: nameOf(from),
          to: nameOf(to),
          facts: [t(`health.${edge.health}`), ...facts, ...exceptions].join(
            ', ',
          ),
        }),
      };
    },
    [t, nameOf, numbersOf, factsOf],
  );
}

/** The graph of what is shown, in the words of the page, a frame per cluster. */
export function useDrawn(calls: Calls, places: Places): Drawn {
  const drawnNode = useDrawnNode(places);
  const drawnEdge = useDrawnEdge();
  const { sets, clusters } = places;
  return useMemo(() => {
    const nodes = drawnNodes(calls);
    const degree = counts(calls.edges);
    const framing = new Set(nodes.flatMap(({ cluster }) => cluster ?? []));
    return {
      nodes: nodes.map(node => drawnNode(node, degree.get(node.id) ?? [0, 0])),
      edges: callsOf(calls).map(drawnEdge),
      frames: [...framing].map(id => {
        const set = clusters.find(({ name }) => name === id)?.set;
        const title = sets.find(({ name }) => name === set)?.title;
        const name = displayNameOf(clusters, id);
        return { id, title: title ? `${name} (${title})` : name };
      }),
    };
  }, [calls, sets, clusters, drawnNode, drawnEdge]);
}
