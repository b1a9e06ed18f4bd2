import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MeshRequest } from '@meshport/plugin-mesh-common';
import { meshTranslationRef } from '../translation';

/** What approving a request does: "Approve: restarts 3 pods". */
export function useApproveWord(): (
  request: Pick<MeshRequest, 'kind' | 'deliveries' | 'affects'>,
) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return ({ kind, deliveries, affects }) => {
    if (deliveries.some(({ type }) => type === 'pull-request')) {
      return t('command.approve.pull-request');
    }
    return kind === 'workload-restart'
      ? t('command.approve.restart', { count: affects.restarts.pods })
      : t('command.approve.apply');
  };
}
