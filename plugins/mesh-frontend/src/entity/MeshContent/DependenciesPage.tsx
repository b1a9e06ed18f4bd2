import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { LiveContent } from '../../components/LiveContent';
import { useTableState } from '../../components/table/useTableState';
import { DependenciesPanel } from '../../dependencies/DependenciesPanel';
import { CALLS_TABLE } from '../../dependencies/tableDefaults';
import { useGraphState } from '../../dependencies/useGraphState';
import { useEntityDependencies } from '../../hooks/useEntityDependencies';
import { useMetricsSpan } from '../../hooks/useMetricsSpan';
import { PastNote } from '../../metrics/PastNote';
import { meshTranslationRef } from '../../translation';

/** Who calls the entity's services, and whom they call. */
export function DependenciesPage() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(meshTranslationRef);
  const [state, change] = useGraphState();
  const [table, changeTable] = useTableState(CALLS_TABLE);
  const chosen = useMetricsSpan();
  const { at } = chosen.span;
  const { depth, gateways } = state;
  const live = useEntityDependencies(entity, { depth, gateways, at });
  const question = `${stringifyEntityRef(entity)} ${depth} ${gateways} ${
    at ?? ''
  }`;
  return (
    <LiveContent live={live} loading={t('dependencies.loading')} inTab>
      {answer => (
        <>
          <PastNote chosen={chosen} />
          <DependenciesPanel
            {...{ answer, question, state, change, table, changeTable }}
          />
        </>
      )}
    </LiveContent>
  );
}
