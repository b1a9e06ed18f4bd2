import { Link } from '@backstage/core-components';
import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import { meshApiRef } from '../api/meshApiRef';
import { useLiveAnswer } from '../hooks/useLiveAnswer';
import { requestsRouteRef } from '../routes';
import { meshTranslationRef } from '../translation';

/** More than these are not counted, as the list has pages. */
const MOST = 100;

/** How many requests wait for the viewer's decision; nothing where there are none. */
export function ToDecide() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const route = useRouteRef(requestsRouteRef);
  const query = { view: 'to-decide' as const, limit: MOST };
  const { answer } = useLiveAnswer('mesh:requests:to-decide', signal =>
    mesh.listRequests({ params: {}, query }, { signal }),
  );
  const count = answer?.items.length ?? 0;
  if (count === 0) return null;
  const told = answer?.nextCursor
    ? t('requests.toDecideMore', { most: String(count) })
    : t('requests.toDecide', { count });
  return (
    <Alert severity="info" role="note">
      {route ? <Link to={route()}>{told}</Link> : told}
    </Alert>
  );
}
