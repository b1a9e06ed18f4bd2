/** How calls fail, as the end of a sentence about the service that is called. */
const FAILING_CALLEE = {
  'server-error': 'which answers with server errors',
  'no-healthy-upstream': 'which has no healthy endpoint',
  'upstream-unreachable': 'which cannot be reached',
  timeout: 'which does not answer in time',
  'connection-lost': 'which breaks off connections',
  'no-route': 'to which there is no route',
  denied: 'which refuses them',
  'tls-failure': 'with which no secure connection comes about',
  'circuit-breaker': 'which is shut off because it is overloaded',
  'rate-limited': 'which limits their rate',
  'grpc-error': 'which answers with errors',
  'retries-exhausted': 'which fails again and again',
  'identity-error': 'which does not show the identity that it should have',
  other: 'which fails',
} as const;

/** The same of calls that do not get as far as the service itself. */
const NOT_ARRIVING = {
  'no-healthy-upstream': 'no healthy endpoint is known to them',
  'upstream-unreachable': 'it cannot be reached from there',
  'no-route': 'there is no route to it',
  denied: 'they are refused',
  'tls-failure': 'no secure connection comes about',
  'circuit-breaker': 'it is shut off because it is overloaded',
  'identity-error': 'an identity is not the one that it should be',
  other: 'they fail on the way',
} as const;

/** One sentence per reason; `{{why}}` is where the words for it stand. */
function byReason(
  id: string,
  sentence: string,
  words: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).map(([reason, why]) => [
      `${id}.${reason}`,
      sentence.replace('{{why}}', why),
    ]),
  );
}

/** Where the calls go that explain errors, named as far as the reader may see it. */
const THEIR_PLACES = {
  '': '{{service}} in {{cluster}}',
  '-anywhere': '{{service}}',
  '-hidden': 'a service you cannot see',
} as const;

/** Errors that are failed calls to others: `part` says how many of them. */
function theirErrors(prefix: string, part: string): Record<string, string> {
  const all = Object.entries(THEIR_PLACES).map(([suffix, there]) => ({
    ...byReason(
      `${prefix}.theirs${suffix}`,
      `${part} of the errors are calls to ${there}, {{why}}.`,
      FAILING_CALLEE,
    ),
    ...byReason(
      `${prefix}.theirs-through${suffix}`,
      `${part} of the errors are calls to {{through}} in {{throughCluster}}, which fails through ${there}, {{why}}.`,
      FAILING_CALLEE,
    ),
  }));
  return Object.assign({}, ...all);
}

/**
 * Who calls whom: "is it me?" (`verdict.*`), where calls and catalog differ (`drift.*`),
 * and what was changed (`change.*`).
 */
export const dependenciesMessages: Readonly<Record<string, string>> = {
  'verdict.fine': 'Nothing is wrong with it.',
  'verdict.idle': 'Nobody calls it at the moment.',
  'verdict.unknown': 'How it is doing is not known.',
  'verdict.mine':
    '{{percent}} % of the errors arise in the service itself: nothing that it calls explains them.',
  'verdict.mine-slow':
    'It is slow by itself: nothing that it calls takes that long.',
  'verdict.mine-empty':
    'It has no ready pod, so {{percent}} % of its failed calls find no endpoint.',
  'verdict.unclear':
    'No single place has most of the errors; the largest part, {{percent}} %, has no common cause with the rest.',
  'verdict.overhead':
    'The way between clusters takes longer than it should; the service itself does well.',
  ...theirErrors('verdict', '{{percent}} %'),
  ...theirErrors('verdict.at-least', 'At least {{percent}} %'),
  ...theirErrors('verdict.at-most', 'Up to {{percent}} %'),
  'verdict.theirs-slow':
    'It waits for {{service}} in {{cluster}}, where one of 100 requests takes {{milliseconds}} ms or longer.',
  'verdict.theirs-slow-anywhere':
    'It waits for {{service}}, where one of 100 requests takes {{milliseconds}} ms or longer.',
  'verdict.theirs-slow-hidden':
    'It waits for a service you cannot see, where one of 100 requests takes {{milliseconds}} ms or longer.',
  ...byReason(
    'verdict.callers',
    '{{percent}} % of the failed calls never reach it, most of them from {{caller}} in {{cluster}}: {{why}}.',
    NOT_ARRIVING,
  ),
  ...byReason(
    'verdict.callers-hidden',
    '{{percent}} % of the failed calls never reach it: {{why}}.',
    NOT_ARRIVING,
  ),

  'drift.undeclared':
    '{{caller}} calls {{callee}}, and its catalog entity does not say so.',
  'drift.silent':
    '{{caller}} says that it depends on {{callee}}; not one call was seen in the last {{minutes}} minutes.',

  'dependencies.past':
    'Calls are those of the {{minutes}} minutes before that the metrics stores still have; services, meshes and owners are those of now.',

  'change.rollout': 'New pods of {{kind}} {{name}} were rolled out.',
  'change.created': '{{kind}} {{name}} was created.',
  'change.changed': '{{kind}} {{name}} was changed.',
  'change.scaled':
    '{{kind}} {{name}} was scaled from {{before}} to {{after}} pods.',
  'change.deleted': '{{kind}} {{name}} was deleted.',
};
