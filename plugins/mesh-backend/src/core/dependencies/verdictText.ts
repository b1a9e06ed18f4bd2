import {
  englishMessages,
  type Text,
  text,
  type Verdict,
} from '@meshport/plugin-mesh-common';
import type { CallNode } from './CallNode';
import type { CallGraph } from './CallGraph';
import {
  type FailingPlace,
  reasonOf,
  type UsualFailures,
} from './failingCallees';
import { rootOf } from './rootOf';
import type { Sight } from './sight';

/** What sentences about failing calls are made from. */
interface VerdictWords {
  readonly graph: CallGraph;
  readonly sight: Sight;
  readonly usual: UsualFailures;
}

/** Of the errors of a service, 0..1; a bound where edges cannot tell it exactly. */
export interface Share {
  readonly share: number;
  readonly bound?: Verdict['bound'];
}

export function percent(share: number): number {
  return Math.round(share * 100);
}

/** Meshes from outside may have reasons of their own, for which there are no words. */
export function byReason(
  id: string,
  reason: string,
  params: Record<string, string | number>,
): Text {
  const own = `${id}.${reason}`;
  return text(own in englishMessages ? own : `${id}.other`, params);
}

/** How to say where a node is: not at all where it may not be seen. */
export function whereabouts(
  node: CallNode,
  sight: Sight,
): { readonly suffix: string; readonly params: Record<string, string> } {
  if (!sight.sees(node)) return { suffix: '-hidden', params: {} };
  const { name, cluster } = node;
  if (name === undefined) return { suffix: '-hidden', params: {} };
  return cluster === undefined
    ? { suffix: '-anywhere', params: { service: name } }
    : { suffix: '', params: { service: name, cluster } };
}

const PREFIXES: Readonly<Record<NonNullable<Verdict['bound']>, string>> = {
  least: 'verdict.at-least',
  most: 'verdict.at-most',
};

/** "80 % of the errors are calls to stock in east, which ...". */
export function theirsText(
  place: FailingPlace,
  { share, bound }: Share,
  words: VerdictWords,
): { readonly text: Text; readonly reason: string } {
  const [direct] = place.edges;
  const root = rootOf(place, words);
  const reason = reasonOf(root.counts);
  const { suffix, params } = whereabouts(root.to, words.sight);
  const isThrough = root !== direct;
  const through: Record<string, string> = isThrough
    ? whereabouts(direct.to, words.sight).params
    : {};
  const { service = '', cluster = '' } = through;
  const prefix = bound ? PREFIXES[bound] : 'verdict';
  return {
    reason,
    text: byReason(
      `${prefix}.theirs${isThrough ? '-through' : ''}${suffix}`,
      reason,
      {
        percent: percent(share),
        ...params,
        ...(isThrough ? { through: service, throughCluster: cluster } : {}),
      },
    ),
  };
}
