import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { healthSchema } from '@meshport/plugin-mesh-common';
import type { TableFilter } from '../components/table/Column';
import { meshTranslationRef } from '../translation';

/** Filter by how services are doing. */
export function useHealthFilter(): TableFilter {
  const { t } = useTranslationRef(meshTranslationRef);
  return {
    id: 'health',
    title: t('filter.health'),
    options: healthSchema.options.map(value => ({
      value,
      label: t(`health.${value}`),
    })),
  };
}
