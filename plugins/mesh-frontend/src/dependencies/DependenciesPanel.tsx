import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Dependencies } from '@meshport/plugin-mesh-common';
import Typography from '@mui/material/Typography';
import { Section } from '../components/Section';
import type { TableState } from '../components/table/tableState';
import { ChangeList } from '../metrics/ChangeList';
import { meshTranslationRef } from '../translation';
import { CallsView } from './CallsView';
import { DriftSection } from './DriftSection';
import type { GraphState } from './graphState';
import { HiddenEnds } from './HiddenEnds';
import { StoreNotes } from './StoreNotes';
import { Verdicts } from './Verdicts';

/** Who calls the services that were asked for, whom they call, and what to make of it. */
export function DependenciesPanel(props: {
  answer: Dependencies;
  question: string;
  state: GraphState;
  change(change: Partial<GraphState>): void;
  table: TableState;
  changeTable(change: Partial<TableState>): void;
}) {
  const { answer, ...rest } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { focus, notes, nodes, drift, changes } = answer;
  if (focus.length === 0) {
    return (
      <div>
        <Typography variant="subtitle1" component="p">
          {t('dependencies.noServiceTitle')}
        </Typography>
        <Typography variant="body2">
          {t('dependencies.noServiceNext')}
        </Typography>
      </div>
    );
  }
  return (
    <>
      <Verdicts answer={answer} />
      <StoreNotes notes={notes} />
      <CallsView answer={answer} {...rest} />
      <HiddenEnds nodes={nodes} />
      <DriftSection drift={drift} />
      <Section title={t('recentChanges.title')}>
        <ChangeList
          changes={changes.map((change, index) => ({
            number: index + 1,
            change,
          }))}
          clusters={answer.clusters}
        />
      </Section>
    </>
  );
}
