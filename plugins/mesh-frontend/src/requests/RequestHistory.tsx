import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RequestEvent } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { MeshText } from '../components/MeshText';
import { RelativeTime } from '../components/RelativeTime';
import { meshTranslationRef } from '../translation';
import { Person } from './Person';

/** Of checks in a row only the last tells anything: pages check when they are opened. */
function withoutRepeatedChecks(
  history: readonly RequestEvent[],
): readonly RequestEvent[] {
  return history.filter(
    ({ event }, index) =>
      event !== 'rechecked' || history[index + 1]?.event !== 'rechecked',
  );
}

/** What happened to a request, step by step, in its order. */
export function RequestHistory(props: { history: readonly RequestEvent[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box
      component="ol"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'max-content max-content 1fr' },
        columnGap: 2,
        rowGap: { xs: 1.5, sm: 0.75 },
        typography: 'body2',
        '& > li': { display: { xs: 'block', sm: 'contents' } },
      }}
    >
      {withoutRepeatedChecks(props.history).map((event, index) => (
        // A history only grows, so its places are names.
        <li key={index}>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            <RelativeTime time={event.at} />
          </Box>{' '}
          <span>
            <Person entityRef={event.by} />
          </span>{' '}
          <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
            <MeshText text={event.text} />
            {event.comment &&
              ` ${t('request.comment', { comment: event.comment })}`}
          </Box>
        </li>
      ))}
    </Box>
  );
}
