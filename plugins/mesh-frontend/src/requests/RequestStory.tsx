import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MeshRequest, RequestDetails } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { FactList } from '../components/FactList';
import { MeshText } from '../components/MeshText';
import { Owners } from '../components/Owners';
import { RelativeTime } from '../components/RelativeTime';
import { Section } from '../components/Section';
import { requestRouteRef } from '../routes';
import { meshTranslationRef } from '../translation';
import { EffectsList } from './EffectsList';
import { FindingList } from './FindingList';
import { Person } from './Person';
import { PhaseList } from './PhaseList';
import { RequestCommands } from './RequestCommands';
import { RequestHistory } from './RequestHistory';

function RequestLink({ id }: { id: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const route = useRouteRef(requestRouteRef);
  const word = t('request.another');
  return route ? <Link to={route({ id })}>{word}</Link> : <>{word}</>;
}

/** Who wants it and why, in their words; and what it waits for. */
function Asked({ request }: { request: MeshRequest }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { requestedBy, createdAt, reason, waitsFor } = request;
  const { undoes, undoneBy } = request;
  return (
    <Box sx={{ display: 'grid', gap: 0.5 }}>
      <Typography variant="body1">
        {t('request.askedBy', {
          who: <Person entityRef={requestedBy} />,
          when: <RelativeTime time={createdAt} />,
        })}
      </Typography>
      <Typography
        variant="body1"
        component="blockquote"
        sx={{
          m: 0,
          pl: 2,
          borderLeft: 3,
          borderColor: 'divider',
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
        }}
      >
        {reason}
      </Typography>
      {undoes && (
        <Typography variant="body2">
          {t('request.undoes', { request: <RequestLink id={undoes} /> })}
        </Typography>
      )}
      {undoneBy && (
        <Typography variant="body2">
          {t('request.undoneBy', { request: <RequestLink id={undoneBy} /> })}
        </Typography>
      )}
      {waitsFor && (
        <Typography variant="body2">
          <MeshText text={waitsFor.text} />
        </Typography>
      )}
    </Box>
  );
}

function Checked({ request }: { request: MeshRequest }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { blockers, warnings, at } = request.preflight;
  const age = <RelativeTime time={at} />;
  return (
    <Box sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
      <Typography variant="body2">
        {blockers.length + warnings.length === 0
          ? t('request.checkedAt', { age })
          : t('request.checkedAtWith', { age })}
      </Typography>
      <FindingList kind="blockers" findings={blockers} />
      <FindingList
        kind="warnings"
        findings={warnings}
        accepts={request.accepts}
      />
    </Box>
  );
}

function Deciders({ details }: { details: RequestDetails }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { request, commands, told } = details;
  const may = commands.some(
    ({ command, allowed }) => command === 'approve' && allowed,
  );
  const isOpen = ['pending', 'out-of-date'].includes(request.state);
  return (
    <FactList
      facts={[
        [
          t('request.told'),
          told.length > 0 ? (
            <Owners key="told" owners={told} />
          ) : (
            t('request.toldNobody')
          ),
        ],
        [t('request.you'), may && t('request.youMay')],
        [
          t('request.until'),
          isOpen && <RelativeTime key="until" time={request.expiresAt} />,
        ],
      ]}
    />
  );
}

/** What deliveries report that is not in the history: pull requests, and why they stopped. */
function Deliveries({ request }: { request: MeshRequest }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const told = request.deliveries.filter(({ url, error }) => url || error);
  return (
    <>
      {told.map(({ id, clusters, url, error }) => (
        <Typography key={id} variant="body2" sx={{ mt: 1 }}>
          {t('request.inCluster', { cluster: clusters.join(', ') })}
          {': '}
          {url && <Link to={url}>{t('request.pullRequest')}</Link>}{' '}
          {error && <MeshText text={error} />}
        </Typography>
      ))}
    </>
  );
}

/** A request as a short story: who, what, what was checked, what happened since. */
export function RequestStory({ details }: { details: RequestDetails }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { request } = details;
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      <Asked request={request} />
      <RequestCommands details={details} />
      <Section title={t('request.changes')}>
        <PhaseList phases={request.phases} />
      </Section>
      <Section title={t('request.checked')}>
        <Checked request={request} />
      </Section>
      <Section title={t('request.effects')}>
        <EffectsList affects={request.affects} undo={request.undo} />
      </Section>
      <Section title={t('request.decide')}>
        <Deciders details={details} />
      </Section>
      <Section title={t('request.history')}>
        <RequestHistory history={request.history} />
        <Deliveries request={request} />
      </Section>
    </Box>
  );
}
