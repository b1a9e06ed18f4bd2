import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  RequestDetails,
  RequestSummary,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { AnswerError } from '../components/AnswerError';
import { LoadingRows } from '../components/LiveContent';
import { Pager } from '../components/table/Pager';
import { requestRouteRef } from '../routes';
import { meshTranslationRef } from '../translation';
import { KeysDialog } from './KeysDialog';
import { ListDecision } from './ListDecision';
import { neighbour, type RequestKey } from './requestKeys';
import { RequestRows, type Place } from './RequestRows';
import { RequestsFrame } from './RequestsFrame';
import { RequestsToolbar } from './RequestsToolbar';
import type { SimpleCommand } from './useRequestCommand';
import { useRequestList, type View } from './useRequestList';
import { useRequestsColumns } from './useRequestsColumns';
import { useRequestTitle } from './useRequestTitle';

function Nothing(props: { view: View; isFiltered: boolean }) {
  const { view, isFiltered } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box sx={{ py: 3 }}>
      <Typography variant="subtitle1" component="p">
        {isFiltered ? t('table.noneTitle') : t(`requests.empty.${view}`)}
      </Typography>
      <Typography variant="body2">
        {isFiltered ? t('table.noneNext') : t(`requests.emptyNext.${view}`)}
      </Typography>
    </Box>
  );
}

/** Where the reader is in the list, what is being decided, and what was said last. */
function useDeciding(items: readonly RequestSummary[]) {
  const { t } = useTranslationRef(meshTranslationRef);
  const titleOf = useRequestTitle();
  const route = useRouteRef(requestRouteRef);
  const navigate = useNavigate();
  const [place, setPlace] = useState<Place>({ isOpen: false, moves: 0 });
  const [command, setCommand] = useState<SimpleCommand>();
  const [next, setNext] = useState<string>();
  const [said, setSaid] = useState('');
  const [showsKeys, setShowsKeys] = useState(false);
  const moveTo = (id: string | undefined) =>
    setPlace(({ moves }) => ({ id, isOpen: false, moves: moves + 1 }));
  const decide = (given: SimpleCommand, order: readonly string[]) => {
    const request = items.find(({ id }) => id === place.id);
    if (!request) return;
    setSaid(request.mayDecide ? '' : t('keys.mayNot'));
    if (!request.mayDecide) return;
    setCommand(given);
    const after = neighbour(order, place.id, 1);
    setNext(after === place.id ? neighbour(order, place.id, -1) : after);
  };
  const onKey = (key: RequestKey, order: readonly string[]) => {
    if (key === 'next') moveTo(neighbour(order, place.id, 1));
    else if (key === 'previous') moveTo(neighbour(order, place.id, -1));
    else if (key === 'open') setPlace({ ...place, isOpen: !place.isOpen });
    else if (key === 'help') setShowsKeys(true);
    else if (key !== 'page') decide(key, order);
    else if (route && place.id) navigate(route({ id: place.id }));
  };
  const onDone = ({ request }: RequestDetails) => {
    const state = t(`requestState.${request.state}`);
    setSaid(t('command.done', { title: titleOf(request), state }));
    setCommand(undefined);
    moveTo(next);
  };
  const onPlace = (id: string) =>
    setPlace(before =>
      before.id === id ? before : { ...before, id, isOpen: false },
    );
  return {
    place,
    onPlace,
    onKey,
    command,
    setCommand,
    onDone,
    said,
    showsKeys,
    setShowsKeys,
  };
}

/** Requests: those to decide, the viewer's own, and all that may be seen. */
export function RequestsPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const list = useRequestList();
  const { state, change, view, live, isFiltered } = list;
  const { answer, error, checkedAt, retry } = live;
  const items = answer?.items ?? [];
  const columns = useRequestsColumns();
  const deciding = useDeciding(items);
  const { place, command, said } = deciding;
  return (
    <RequestsFrame>
      <RequestsToolbar
        {...{ list, columns }}
        onShowKeys={() => deciding.setShowsKeys(true)}
      />
      {error && (
        <AnswerError {...{ error, retry }} lastAnswerAt={answer && checkedAt} />
      )}
      <Typography variant="body2" role="status">
        {said}
      </Typography>
      {!answer && !error && (
        <LoadingRows what={t('requests.loading')} height={44} />
      )}
      {answer && items.length === 0 && <Nothing {...{ view, isFiltered }} />}
      {items.length > 0 && (
        <RequestRows
          what={t('requests.title')}
          columns={columns.filter(
            ({ id, isName }) => isName || !state.hidden.includes(id),
          )}
          rows={items}
          place={place}
          onPlace={deciding.onPlace}
          onKey={deciding.onKey}
        />
      )}
      <Pager
        what={t('requests.title')}
        cursor={state.cursor}
        nextCursor={answer?.nextCursor}
        onChange={cursor => change({ cursor })}
      />
      {command && place.id && (
        <ListDecision
          key={place.id}
          id={place.id}
          command={command}
          onClose={() => deciding.setCommand(undefined)}
          onDone={deciding.onDone}
        />
      )}
      <KeysDialog
        open={deciding.showsKeys}
        onClose={() => deciding.setShowsKeys(false)}
      />
    </RequestsFrame>
  );
}
