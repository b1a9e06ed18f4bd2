import type { JsonObject } from '../apiserver/KubeObject.ts';
import type { Pod } from './objects.ts';

/** The affinity by which the DaemonSet controller ties a pod to one node. */
export function pinTo(node: string): JsonObject {
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchFields: [
              { key: 'metadata.name', operator: 'In', values: [node] },
            ],
          },
        ],
      },
    },
  };
}

interface NodeAffinity {
  nodeAffinity?: {
    requiredDuringSchedulingIgnoredDuringExecution?: {
      nodeSelectorTerms?: readonly {
        matchFields?: readonly { key: string; values?: readonly string[] }[];
      }[];
    };
  };
}

/** The node that a pod is tied to, if `pinTo` tied it. */
export function pinnedNode(pod: Pod): string | undefined {
  const affinity = pod.spec.affinity as NodeAffinity | undefined;
  const terms =
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
      ?.nodeSelectorTerms;
  const field = terms?.[0]?.matchFields?.find(f => f.key === 'metadata.name');
  return field?.values?.[0];
}
