import type { Check } from '@meshport/plugin-mesh-node';
import { failsIf } from './engine/outcomes';

/**
 * What is planned against a state that is over is not what would happen.
 */
export const clusterNotLive: Check = {
  id: 'cluster-not-live',
  title: 'The cluster cannot be asked now',
  severity: 'error',
  scope: 'cluster',
  audience: 'platform',
  needs: [],
  appliesTo: () => true,
  evaluate: ({ cluster }, { reachability }) => {
    const { status, observedAt } = reachability;
    const variant = status === 'gone' ? 'gone' : undefined;
    return failsIf(status !== 'live', 'cluster-not-live', {
      subject: { cluster, apiVersion: 'v1', kind: 'Cluster', name: cluster },
      evidence: [],
      variant,
      params: { status, since: observedAt ?? '' },
    });
  },
};
