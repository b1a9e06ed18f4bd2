import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RequestSummary } from '@meshport/plugin-mesh-common';
import { MeshText } from '../components/MeshText';
import { RelativeTime } from '../components/RelativeTime';
import type { Column } from '../components/table/Column';
import { requestRouteRef } from '../routes';
import { meshTranslationRef } from '../translation';
import { useRestartsWord } from './EffectsList';
import { Person } from './Person';
import { RequestStateBadge } from './RequestStateBadge';
import { useRequestTitle } from './useRequestTitle';

function TitleLink({ request }: { request: RequestSummary }) {
  const titleOf = useRequestTitle();
  const route = useRouteRef(requestRouteRef);
  const title = titleOf(request);
  return route ? (
    <Link to={route({ id: request.id })}>{title}</Link>
  ) : (
    <>{title}</>
  );
}

function State({ request }: { request: RequestSummary }) {
  const { state, waitsFor } = request;
  return (
    <>
      <RequestStateBadge state={state} />
      {waitsFor && (
        <div>
          <MeshText text={waitsFor.text} />
        </div>
      )}
    </>
  );
}

type RequestColumn = Column<RequestSummary>;

/** What is asked for, by whom, and why. */
function useAskedColumns(): readonly RequestColumn[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const titleOf = useRequestTitle();
  return [
    {
      id: 'what',
      title: t('requests.what'),
      isName: true,
      minWidth: '11rem',
      render: request => <TitleLink request={request} />,
      text: titleOf,
      code: ({ id }) => id,
    },
    {
      id: 'clusters',
      title: t('requests.clusters'),
      minWidth: '7rem',
      render: ({ target }) => target.clusters.join(', '),
      text: ({ target }) => target.clusters.join(', '),
    },
    {
      id: 'by',
      title: t('requests.by'),
      render: ({ mine, requestedBy }) =>
        mine ? t('requests.you') : <Person entityRef={requestedBy} />,
      text: ({ requestedBy }) => requestedBy,
    },
    {
      id: 'reason',
      title: t('requests.reason'),
      minWidth: '11rem',
      render: ({ reason }) => reason,
      text: ({ reason }) => reason,
    },
  ];
}

/** The columns of the list of requests. */
export function useRequestsColumns(): readonly RequestColumn[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const restartsWord = useRestartsWord();
  return [
    ...useAskedColumns(),
    {
      id: 'restarts',
      title: t('requests.restarts'),
      minWidth: '7rem',
      render: ({ restarts }) => restartsWord(restarts),
      text: ({ restarts }) => restartsWord(restarts),
    },
    {
      id: 'warnings',
      title: t('requests.warnings'),
      align: 'right',
      render: ({ warnings }) => warnings,
      text: ({ warnings }) => String(warnings),
    },
    {
      id: 'state',
      title: t('requests.state'),
      render: request => <State request={request} />,
      text: ({ state }) => t(`requestState.${state}`),
      code: ({ state }) => state,
    },
    {
      id: 'asked',
      title: t('requests.asked'),
      render: ({ createdAt }) => <RelativeTime time={createdAt} />,
      text: ({ createdAt }) => createdAt,
    },
    {
      id: 'expires',
      title: t('requests.expires'),
      render: ({ expiresAt }) => <RelativeTime time={expiresAt} />,
      text: ({ expiresAt }) => expiresAt,
    },
  ];
}
