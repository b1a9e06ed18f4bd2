import { Link } from '@backstage/core-components';
import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { RequestState } from '@meshport/plugin-mesh-common';
import Typography from '@mui/material/Typography';
import { meshApiRef } from '../api/meshApiRef';
import { RelativeTime } from '../components/RelativeTime';
import { useLiveAnswer } from '../hooks/useLiveAnswer';
import { requestRouteRef } from '../routes';
import { meshTranslationRef } from '../translation';
import { useRequestTitle } from './useRequestTitle';

const OPEN: RequestState[] = [
  'pending',
  'changes-asked',
  'approved',
  'delivering',
  'waiting',
  'partly-done',
  'out-of-date',
  'failed',
];

/**
 * What has been asked for in a namespace of a cluster, and has not ended. Where requests
 * may not be seen there are none to tell of.
 */
export function OpenRequests(props: { cluster: string; namespace: string }) {
  const { cluster, namespace } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const titleOf = useRequestTitle();
  const route = useRouteRef(requestRouteRef);
  const query = { view: 'all' as const, state: OPEN, limit: 100 };
  const { answer } = useLiveAnswer('mesh:requests:open', signal =>
    mesh.listRequests({ params: {}, query }, { signal }),
  );
  const here = (answer?.items ?? []).filter(
    ({ target }) =>
      target.namespace === namespace && target.clusters.includes(cluster),
  );
  return (
    <>
      {here.map(request => (
        <Typography key={request.id} variant="body2" role="status">
          {t('ask.waits', {
            title: route ? (
              <Link to={route({ id: request.id })}>{titleOf(request)}</Link>
            ) : (
              titleOf(request)
            ),
            state: t(`requestState.${request.state}`),
            when: <RelativeTime time={request.createdAt} />,
          })}
        </Typography>
      ))}
    </>
  );
}
