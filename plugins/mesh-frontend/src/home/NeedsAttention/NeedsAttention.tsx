import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { AnswerError } from '../../components/AnswerError';
import { AttentionCount } from '../../components/attention/AttentionCount';
import { AttentionList } from '../../components/attention/AttentionList';
import { LoadingRows } from '../../components/LiveContent';
import { Section } from '../../components/Section';
import { useOwnServices, type OwnServices } from '../../hooks/useOwnServices';
import { servicesRouteRef } from '../../routes';
import { meshTranslationRef } from '../../translation';
import { serviceItems, trafficItems } from '../../view/attention';
import { compareStates } from '../../view/membershipOrder';

/** What fits on a first screenful beside the rest of a home page. */
const FIRST_ITEMS = 3;

function Items({ answer }: { answer: OwnServices }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const servicesRoute = useRouteRef(servicesRouteRef);
  const items = [
    ...trafficItems(answer.items),
    ...serviceItems(
      [...answer.items].sort((a, b) => compareStates(a.state, b.state)),
    ),
  ];
  const first = items.slice(0, FIRST_ITEMS);
  const more = items.length - FIRST_ITEMS;
  const mine = answer.owners.map(owner => ['owner', owner]);
  return (
    <>
      <AttentionCount
        count={first.length}
        nothing={t('services.nothingNeeded')}
      />
      <AttentionList items={first} clusters={answer.clusters} brief />
      {more > 0 && servicesRoute && (
        <Box sx={{ mt: 0.5, typography: 'body2' }}>
          <Link to={`${servicesRoute()}?${new URLSearchParams(mine)}`}>
            {t('overview.more', { count: more })}
          </Link>
        </Box>
      )}
    </>
  );
}

/** Home page widget: of the viewer's services, what is wrong and what to do. */
export function NeedsAttention() {
  const { t } = useTranslationRef(meshTranslationRef);
  const { answer, error, checkedAt, retry } = useOwnServices();
  return (
    <Section title={t('services.attention')}>
      {error && (
        <AnswerError {...{ error, retry }} lastAnswerAt={answer && checkedAt} />
      )}
      {!answer && !error && (
        <LoadingRows what={t('services.loading')} height={28} />
      )}
      {answer && <Items answer={answer} />}
    </Section>
  );
}
