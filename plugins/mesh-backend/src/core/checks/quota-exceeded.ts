import type { Check } from '@meshport/plugin-mesh-node';
import { finding, found } from './engine/outcomes';
import { quotasLeft } from './engine/quota';
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
    const none = { cpuMillicores: 0, memoryBytes: 0 };
    const quotas = quotasLeft(snapshot, namespace, addedFootprint ?? none);
    return found(
      quotas
        .filter(({ shareLeft }) => shareLeft < 0)
        .map(({ quota: name, resource, used, hard }) =>
          finding('quota-exceeded', {
            subject: {
              cluster,
              apiVersion: 'v1',
              kind: 'ResourceQuota',
              namespace,
              name,
            },
            params: { resource, used, hard },
          }),
        ),
    );
  },
};
