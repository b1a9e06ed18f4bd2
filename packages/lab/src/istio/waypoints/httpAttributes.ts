type Fields = Readonly<Record<string, readonly unknown[] | undefined>>;

export interface PolicyRule {
  from?: readonly { source?: Fields }[];
  to?: readonly { operation?: Fields }[];
  when?: readonly { key: string }[];
}

const OF_OPERATION = [
  'hosts',
  'notHosts',
  'methods',
  'notMethods',
  'paths',
  'notPaths',
];

const OF_SOURCE = [
  'remoteIpBlocks',
  'notRemoteIpBlocks',
  'requestPrincipals',
  'notRequestPrincipals',
];

/** Keys of `when` that need no HTTP. */
const L4_KEYS = [
  'source.ip',
  'source.namespace',
  'source.principal',
  'destination.ip',
  'destination.port',
];

/**
 * What of an AuthorizationPolicy's rules only a proxy that reads HTTP can enforce, sorted (istiod's test, in
 * pilot/pkg/serviceregistry/ambient/authorization.go).
 */
export function httpAttributes(rules: readonly PolicyRule[]): string[] {
  const found = rules.flatMap(({ from = [], to = [], when = [] }) => [
    ...to.flatMap(({ operation }) => present(operation, OF_OPERATION)),
    ...from.flatMap(({ source }) => present(source, OF_SOURCE)),
    ...when.map(({ key }) => key).filter(key => !L4_KEYS.includes(key)),
  ]);
  return [...new Set(found)].sort();
}

function present(fields: Fields = {}, names: readonly string[]): string[] {
  return names.filter(name => (fields[name]?.length ?? 0) > 0);
}
