import type { ClusterSummary, Source } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { useHeaderTabPanel } from '../hooks/useHeaderTabPanel';
import type { LiveAnswer } from '../hooks/useLiveAnswer';
import { freshness } from '../view/freshness';
import { ClusterNotes } from './ClusterNotes';
import { FreshnessNote } from './FreshnessNote';
import { Glossary } from './Glossary';

/**
 * What is below a page's or a tab's header: how current it is, then what it shows. The
 * page of an entity has a `main` around its tabs, the pages below `/mesh` have none.
 */
export function PlatformContent(props: {
  live: LiveAnswer<{
    readonly clusters: readonly ClusterSummary[];
    readonly sources: readonly Source[];
  }>;
  inTab?: boolean;
  children: ReactNode;
}) {
  const { answer, checkedAt, error } = props.live;
  const panel = useHeaderTabPanel<HTMLElement>();
  return (
    <Box
      ref={props.inTab ? undefined : panel}
      component={props.inTab ? 'div' : 'main'}
      sx={{
        display: 'grid',
        gridTemplateColumns: 'minmax(0, 1fr)',
        alignContent: 'start',
        gap: 2,
        px: props.inTab ? 0 : { xs: 2, sm: 3 },
        pb: 3,
      }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          justifyContent: 'space-between',
          minHeight: 32,
        }}
      >
        <Glossary />
        {answer && checkedAt !== undefined && (
          <FreshnessNote
            freshness={freshness(answer)}
            checkedAt={checkedAt}
            failed={error !== undefined}
          />
        )}
      </Box>
      {answer && <ClusterNotes notes={freshness(answer).notes} />}
      {props.children}
    </Box>
  );
}
