import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { AnswerError } from '../components/AnswerError';
import { LoadingRows } from '../components/LiveContent';
import { meshTranslationRef } from '../translation';
import { FindingList } from './FindingList';
import { PhaseList } from './PhaseList';
import { useRequest } from './useRequest';

/** What a request of the list changes, and what was found about it. */
export function OpenedRow({ id }: { id: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { answer, error, checkedAt, retry } = useRequest(id);
  return (
    <Box sx={{ display: 'grid', gap: 1.5, py: 1, minWidth: 0 }}>
      {error && (
        <AnswerError {...{ error, retry }} lastAnswerAt={answer && checkedAt} />
      )}
      {!answer && !error && (
        <LoadingRows what={t('requests.loadingOne')} height={28} />
      )}
      {answer && (
        <>
          <FindingList
            kind="warnings"
            findings={answer.request.preflight.warnings}
            accepts={answer.request.accepts}
          />
          <PhaseList phases={answer.request.phases} />
        </>
      )}
    </Box>
  );
}
