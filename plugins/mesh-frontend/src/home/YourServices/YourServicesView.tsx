import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MeshResponse } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { AnswerError } from '../../components/AnswerError';
import { ClusterNotes } from '../../components/ClusterNotes';
import { FreshnessNote } from '../../components/FreshnessNote';
import { LoadingRows } from '../../components/LiveContent';
import { Section } from '../../components/Section';
import type { LiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';
import { freshness } from '../../view/freshness';
import { serviceRows } from '../../view/ownServices';
import { ServicesTable } from './ServicesTable';

type ServiceList = MeshResponse<'listServices'>;

/** Rows that fit on a first screenful beside the rest of a home page. */
const FIRST_ROWS = 5;

function NoServices() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <div>
      <Typography variant="subtitle1" component="p">
        {t('services.emptyTitle')}
      </Typography>
      <Typography variant="body2">{t('services.emptyNext')}</Typography>
    </div>
  );
}

function Services({ answer }: { answer: ServiceList }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const [all, setAll] = useState(false);
  const rows = serviceRows(answer.items, answer.sources);
  if (rows.length === 0) return <NoServices />;
  return (
    <>
      <ServicesTable
        sets={answer.sets}
        clusters={answer.clusters}
        rows={all ? rows : rows.slice(0, FIRST_ROWS)}
      />
      {rows.length > FIRST_ROWS && (
        <Link
          component="button"
          type="button"
          variant="body2"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          sx={{ justifySelf: 'start' }}
        >
          {all
            ? t('services.showFewer')
            : t('services.showAll', { count: rows.length })}
        </Link>
      )}
      {answer.nextCursor && (
        <Typography variant="body2" color="text.secondary">
          {t('services.truncated', {
            shown: String(answer.items.length),
            total: String(answer.total),
          })}
        </Typography>
      )}
    </>
  );
}

/** The list over one live answer: loading, failed, empty, or what is known. */
export function YourServicesView(props: LiveAnswer<ServiceList>) {
  const { answer, checkedAt, error, retry } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Section
      title={t('services.title')}
      aside={
        answer &&
        checkedAt !== undefined && (
          <Box sx={{ ml: 'auto' }}>
            <FreshnessNote
              freshness={freshness(answer)}
              checkedAt={checkedAt}
              failed={error !== undefined}
            />
          </Box>
        )
      }
    >
      <Box sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
        {error && (
          <AnswerError
            {...{ error, retry }}
            lastAnswerAt={answer && checkedAt}
          />
        )}
        {!answer && !error && (
          <LoadingRows what={t('services.loading')} height={36} />
        )}
        {answer && <Services answer={answer} />}
        {answer && <ClusterNotes notes={freshness(answer).notes} />}
      </Box>
    </Section>
  );
}
