import { type Check, parseQuantity } from '@meshport/plugin-mesh-node';
import { finding, found } from './engine/outcomes';
import { resourceQuotaKind } from './engine/readKinds';

/**
 * Pods that do not fit are refused one by one in the middle of the restart.
 */
export const quotaExceeded: Check = {
  id: 'quota-exceeded',
  title: 'The proxies do not fit into the quota',
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: [resourceQuotaKind],
  appliesTo: (_, { addedFootprint }) => addedFootprint !== undefined,
  evaluate: ({ cluster, namespace }, { snapshot, addedFootprint }) => {
    const wanted = {
      'requests.cpu': (addedFootprint?.cpuMillicores ?? 0) / 1000,
      'requests.memory': addedFootprint?.memoryBytes ?? 0,
    };
    const quotas = snapshot
      .kind(resourceQuotaKind)
      .items.filter(({ metadata }) => metadata.namespace === namespace);
    return found(
      quotas.flatMap(({ metadata: { name }, status }) =>
        Object.entries(wanted)
          .filter(([resource, amount]) => {
            const hard = parseQuantity(status.hard[resource] ?? '');
            const used = parseQuantity(status.used[resource] ?? '0') ?? 0;
            return hard !== undefined && used + amount > hard;
          })
          .map(([resource]) =>
            finding('quota-exceeded', {
              subject: {
                cluster,
                apiVersion: 'v1',
                kind: 'ResourceQuota',
                namespace,
                name,
              },
              params: {
                resource,
                used: status.used[resource] ?? '0',
                hard: status.hard[resource] ?? '',
              },
            }),
          ),
      ),
    );
  },
};
