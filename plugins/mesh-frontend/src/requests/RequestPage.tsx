import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RequestDetails } from '@meshport/plugin-mesh-common';
import Alert from '@mui/material/Alert';
import Typography from '@mui/material/Typography';
import { useParams } from 'react-router-dom';
import { AnswerError } from '../components/AnswerError';
import { LoadingRows } from '../components/LiveContent';
import { TitledPage } from '../components/TitledPage';
import { requestsRouteRef } from '../routes';
import { meshTranslationRef } from '../translation';
import { RequestsFrame } from './RequestsFrame';
import { RequestStateBadge } from './RequestStateBadge';
import { RequestStory } from './RequestStory';
import { useRecheck } from './useRecheck';
import { useRequest } from './useRequest';
import { useRequestTitle } from './useRequestTitle';

function Opened({ details }: { details: RequestDetails }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { running, failure } = useRecheck(details);
  const titleOf = useRequestTitle();
  const { request } = details;
  return (
    <TitledPage
      title={titleOf(request)}
      aside={<RequestStateBadge state={request.state} />}
    >
      {running && (
        <Typography variant="body2" role="status">
          {t('request.checkingAgain')}
        </Typography>
      )}
      {failure && (
        <Alert severity="warning">
          {t('request.recheckFailed', { reason: failure })}
        </Alert>
      )}
      <RequestStory details={details} />
    </TitledPage>
  );
}

/** One request, from who wants it to what became of it. */
export function RequestPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const { id = '' } = useParams();
  const { answer, error, checkedAt, retry } = useRequest(id);
  const list = useRouteRef(requestsRouteRef);
  return (
    <RequestsFrame>
      {list && (
        <Typography variant="body2">
          <Link to={list()}>{t('request.back')}</Link>
        </Typography>
      )}
      {error && (
        <AnswerError {...{ error, retry }} lastAnswerAt={answer && checkedAt} />
      )}
      {!answer && !error && (
        <LoadingRows what={t('requests.loadingOne')} height={44} />
      )}
      {answer && <Opened details={answer} />}
    </RequestsFrame>
  );
}
