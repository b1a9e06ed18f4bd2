import type { NamespaceRules } from '../core/model/namespaces';
import type { MeshConfig } from './readMeshConfig';

/**
 * `kube-*` -> an expression for whole names; the configuration allows no other signs. One
 * for all patterns: it is asked for every workload in every build.
 */
function expression(patterns: readonly string[]): RegExp {
  const alternatives = patterns.map(pattern => pattern.split('*').join('.*'));
  return new RegExp(`^(?:${alternatives.join('|')})$`);
}

/** Which namespaces are ignored, and where their owner stands, as configured. */
export function namespaceRules(
  config: Pick<MeshConfig, 'ignoredNamespaces' | 'ownershipKey'>,
): NamespaceRules {
  const ignored = expression(config.ignoredNamespaces);
  return {
    ownerKey: config.ownershipKey,
    isIgnored: namespace => ignored.test(namespace),
  };
}
