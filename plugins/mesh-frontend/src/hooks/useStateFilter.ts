import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { membershipStateSchema } from '@meshport/plugin-mesh-common';
import type { TableFilter } from '../components/table/Column';
import { meshTranslationRef } from '../translation';

/** Filter by the state of membership. */
export function useStateFilter(): TableFilter {
  const { t } = useTranslationRef(meshTranslationRef);
  return {
    id: 'state',
    title: t('filter.state'),
    options: membershipStateSchema.options.map(value => ({
      value,
      label: t(`state.${value}`),
    })),
  };
}
