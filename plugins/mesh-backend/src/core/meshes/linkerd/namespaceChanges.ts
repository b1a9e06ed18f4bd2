import type { Fix } from '@meshport/plugin-mesh-common';
import { annotateNamespace } from '../sidecar/namespaceFixes';
import { changeTemplate } from '../sidecar/reasons';
import type { Facts } from './facts';
import type { AskedBy } from './intent';
import { INJECT } from './names';

/** Takes the annotation off the namespace. */
export function withdrawNamespace({ world, workload }: Facts): string {
  const { kubectlContext } = world.snapshot.cluster;
  return annotateNamespace(kubectlContext, workload.namespace, `${INJECT}-`);
}

/** Takes the annotation off whoever asks: `id` names the template's sentence. */
export function withdraw(
  facts: Facts,
  askedBy: AskedBy,
  { ofNamespace, id }: { readonly ofNamespace: Fix; readonly id: string },
): Fix {
  return askedBy === 'namespace'
    ? { ...ofNamespace, command: withdrawNamespace(facts) }
    : changeTemplate(facts, {
        id,
        template: { metadata: { annotations: { [INJECT]: null } } },
        adds: false,
      });
}
