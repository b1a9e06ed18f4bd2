import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MetricsAnswer } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useCallback, useMemo } from 'react';
import { SharedTime } from '../components/charts/SharedTime';
import { HiddenCount } from '../components/HiddenCount';
import { MeshText } from '../components/MeshText';
import { Section } from '../components/Section';
import type { ChosenSpan } from '../hooks/useMetricsSpan';
import { meshTranslationRef } from '../translation';
import { changeMarks, numberedChanges } from '../view/changeMarks';
import { within, type Zoom } from '../view/metricsSpan';
import { AddStore } from './AddStore';
import { ChangeList } from './ChangeList';
import { PastNote } from './PastNote';
import { ServiceMetricsSection } from './ServiceMetricsSection';
import { SpanBar } from './SpanBar';

/** What stores could not tell. */
function Notes({ notes }: Pick<MetricsAnswer, 'notes'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (notes.length === 0) return null;
  return (
    <Section title={t('metrics.notes')}>
      <Box component="ul" sx={{ m: 0, pl: 2.5, typography: 'body2' }}>
        {notes.map(note => (
          <li key={note.message}>
            <MeshText text={note} />
          </li>
        ))}
      </Box>
    </Section>
  );
}

function Charts(props: {
  answer: MetricsAnswer;
  chosen: ChosenSpan;
  all: Zoom;
}) {
  const { answer, chosen, all } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { zoom, changeZoom } = chosen;
  const shown = (zoom && within(zoom, all)) ?? all;
  const times = useMemo(
    () => answer.times.map(seconds => seconds * 1000),
    [answer.times],
  );
  const changes = numberedChanges(answer.changes, shown);
  const onZoom = useCallback(
    (next: Zoom) => changeZoom(within(next, all)),
    [changeZoom, all],
  );
  return (
    <SharedTime>
      <SpanBar {...{ chosen, all, shown }} />
      <PastNote chosen={chosen} />
      {answer.services.map(service => (
        <ServiceMetricsSection
          key={`${service.set}/${service.namespace}/${service.name}`}
          marks={changeMarks(changes, shown)}
          {...{ service, answer, times, shown, onZoom }}
        />
      ))}
      <Section title={t('changes.title')}>
        <ChangeList changes={changes} clusters={answer.clusters} />
      </Section>
    </SharedTime>
  );
}

/** Traffic over time: of the services of an entity, or of one service. */
export function MetricsPanel(props: {
  answer: MetricsAnswer;
  chosen: ChosenSpan;
}) {
  const { answer, chosen } = props;
  const { times, setup, notes, hidden, services } = answer;
  const { t } = useTranslationRef(meshTranslationRef);
  const from = times[0] ?? 0;
  const to = times[times.length - 1] ?? 0;
  const all = useMemo(() => ({ from, to }), [from, to]);
  if (services.length === 0) {
    return (
      <>
        <Typography variant="body2">{t('metrics.noService')}</Typography>
        <HiddenCount count={hidden} />
      </>
    );
  }
  return (
    <>
      {setup && <AddStore yaml={setup} />}
      <Notes notes={notes} />
      <Charts {...{ answer, chosen, all }} />
      <HiddenCount count={hidden} />
    </>
  );
}
