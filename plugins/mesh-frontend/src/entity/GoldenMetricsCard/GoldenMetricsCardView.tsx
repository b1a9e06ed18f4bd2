import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import type { EntityMesh, MetricsAnswer } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Typography from '@mui/material/Typography';
import { Fragment, useState } from 'react';
import { AnswerError } from '../../components/AnswerError';
import { HiddenCount } from '../../components/HiddenCount';
import { HiddenInstances } from '../../components/HiddenInstances';
import { AddStore } from '../../metrics/AddStore';
import type { LiveAnswer } from '../../hooks/useLiveAnswer';
import { useMeshTabPage } from '../../hooks/useMeshTabPage';
import { meshTranslationRef } from '../../translation';

import { GoldenSkeleton } from './GoldenSkeleton';
import { QueryDialog } from './QueryDialog';
import { ServiceBlock } from './ServiceBlock';

interface Answers {
  readonly live: LiveAnswer<EntityMesh>;
  /** The course of the last hour, which the numbers do not wait for. */
  readonly hour: LiveAnswer<MetricsAnswer>;
}

function NoService() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <div>
      <Typography variant="subtitle1" component="p">
        {t('golden.noServiceTitle')}
      </Typography>
      <Typography variant="body2">{t('golden.noServiceNext')}</Typography>
    </div>
  );
}

function Footer({ answer }: { answer: EntityMesh }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const [asking, setAsking] = useState(false);
  const metricsPage = useMeshTabPage('metrics');
  const hasQueries = answer.services.some(({ instances }) =>
    instances.some(({ golden }) => golden.query !== undefined),
  );
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
      }}
    >
      {metricsPage && <Link to={metricsPage}>{t('golden.charts')}</Link>}
      {hasQueries && (
        <Button size="small" onClick={() => setAsking(true)}>
          {t('golden.query')}
        </Button>
      )}
      <QueryDialog
        open={asking}
        answer={answer}
        onClose={() => setAsking(false)}
      />
    </Box>
  );
}

function Known({
  answer,
  hour,
}: {
  answer: EntityMesh;
  hour: Answers['hour'];
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { services, hidden } = answer;
  if (services.length === 0) {
    return (
      <>
        <NoService />
        <HiddenCount count={hidden} />
      </>
    );
  }
  const setup = hour.answer?.setup;
  return (
    <>
      {services.map((service, index) => (
        <Fragment key={`${service.set}/${service.namespace}/${service.name}`}>
          {index > 0 && <Divider />}
          <ServiceBlock
            service={service}
            answer={answer}
            hour={hour.answer?.services.find(
              ({ set, namespace, name }) =>
                set === service.set &&
                namespace === service.namespace &&
                name === service.name,
            )}
          />
        </Fragment>
      ))}
      {setup && <AddStore yaml={setup} />}
      {hour.error && !hour.answer && (
        <Typography variant="body2" color="text.secondary">
          {t('golden.chartsFailed')}
        </Typography>
      )}
      <HiddenCount count={hidden} />
      <HiddenInstances services={services} />
      <Footer answer={answer} />
    </>
  );
}

/** The card over its answers: loading, failed, without a service, or what is known. */
export function GoldenMetricsCardView({ live, hour }: Answers) {
  const { answer, checkedAt, error, retry } = live;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <EntityInfoCard title={t('golden.title')}>
      <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        {error && (
          <AnswerError error={error} lastAnswerAt={checkedAt} retry={retry} />
        )}
        {!answer && !error && <GoldenSkeleton />}
        {answer && <Known answer={answer} hour={hour} />}
      </Box>
    </EntityInfoCard>
  );
}
