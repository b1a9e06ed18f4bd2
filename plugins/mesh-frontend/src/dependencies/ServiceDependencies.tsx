import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { AnswerError } from '../components/AnswerError';
import { LoadingRows } from '../components/LiveContent';
import { useTableState } from '../components/table/useTableState';
import { useMetricsSpan } from '../hooks/useMetricsSpan';
import { useServiceDependencies } from '../hooks/useServiceDependencies';
import { meshTranslationRef } from '../translation';
import { DependenciesPanel } from './DependenciesPanel';
import { CALLS_TABLE } from './tableDefaults';
import { useGraphState } from './useGraphState';

/** Who calls one service and whom it calls; a failure leaves the rest of the page. */
export function ServiceDependencies(props: {
  set: string;
  namespace: string;
  name: string;
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const [state, change] = useGraphState();
  const [table, changeTable] = useTableState(CALLS_TABLE);
  const { at } = useMetricsSpan().span;
  const { depth, gateways } = state;
  const { answer, error, checkedAt, retry } = useServiceDependencies(props, {
    depth,
    gateways,
    at,
  });
  // "Is it me?" stands above the charts, which the page has too.
  const told = useMemo(() => answer && { ...answer, verdicts: [] }, [answer]);
  const question = `${props.set}/${props.namespace}/${
    props.name
  } ${depth} ${gateways} ${at ?? ''}`;
  return (
    <>
      {error && (
        <AnswerError {...{ error, retry }} lastAnswerAt={answer && checkedAt} />
      )}
      {!answer && !error && (
        <LoadingRows what={t('dependencies.loading')} height={44} />
      )}
      {told && (
        <DependenciesPanel
          answer={told}
          {...{ question, state, change, table, changeTable }}
        />
      )}
    </>
  );
}
