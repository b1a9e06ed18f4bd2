import { stringify } from 'yaml';
import { kubectl } from '../../model/kubectl';

type Strings = Readonly<Record<string, string>>;

/** A namespace with these labels or annotations, as far as that says. */
export function namespaceManifest(
  name: string,
  metadata: { readonly labels: Strings } | { readonly annotations: Strings },
): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, ...metadata },
  });
}

function changeNamespace(verb: 'label' | 'annotate') {
  return (
    context: string,
    namespace: string,
    ...changes: readonly string[]
  ): string =>
    kubectl(context, verb, 'namespace', namespace, ...changes, '--overwrite');
}

/** Sets (`key=value`) or removes (`key-`) labels of a namespace. */
export const labelNamespace = changeNamespace('label');

/** Sets (`key=value`) or removes (`key-`) annotations of a namespace. */
export const annotateNamespace = changeNamespace('annotate');
