import type { ClusterSummary, Source } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { LiveAnswer } from '../hooks/useLiveAnswer';
import { freshness } from '../view/freshness';
import { ClusterNotes } from './ClusterNotes';
import { FreshnessNote } from './FreshnessNote';

/** The body of a page below `/mesh`: how current it is, then what it shows. */
export function PlatformContent(props: {
  live: LiveAnswer<{
    readonly clusters: readonly ClusterSummary[];
    readonly sources: readonly Source[];
  }>;
  children: ReactNode;
}) {
  const { answer, checkedAt, error } = props.live;
  return (
    <Box
      component="main"
      sx={{ display: 'grid', gap: 2, p: { xs: 2, sm: 3 }, pt: { xs: 1, sm: 1 }, minWidth: 0 }}
    >
      {answer && checkedAt !== undefined && (
        <Box sx={{ display: 'flex', justifyContent: 'flex-end' }}>
          <FreshnessNote
            freshness={freshness(answer)}
            checkedAt={checkedAt}
            failed={error !== undefined}
          />
        </Box>
      )}
      {answer && <ClusterNotes notes={freshness(answer).notes} />}
      {props.children}
    </Box>
  );
}
