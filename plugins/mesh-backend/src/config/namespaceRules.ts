import type { NamespaceRules } from '../core/model/namespaces';
import type { MeshConfig } from './readMeshConfig';

/** `kube-*` -> an expression for whole names; the configuration allows no other signs. */
function expression(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').join('.*')}$`);
}

/** Which namespaces are ignored, and where their owner stands, as configured. */
export function namespaceRules(
  config: Pick<MeshConfig, 'ignoredNamespaces' | 'ownershipKey'>,
): NamespaceRules {
  const ignored = config.ignoredNamespaces.map(expression);
  const known = new Map<string, boolean>();
  return {
    ownerKey: config.ownershipKey,
    isIgnored(namespace) {
      // Asked once per workload and build, about few names.
      const isIgnored =
        known.get(namespace) ?? ignored.some(one => one.test(namespace));
      known.set(namespace, isIgnored);
      return isIgnored;
    },
  };
}
