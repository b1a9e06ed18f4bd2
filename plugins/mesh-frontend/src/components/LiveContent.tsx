import type { ClusterSummary, Source } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import type { ReactNode } from 'react';
import type { LiveAnswer } from '../hooks/useLiveAnswer';
import { AnswerError } from './AnswerError';
import { PlatformContent } from './PlatformContent';
import { VisuallyHidden } from './VisuallyHidden';

const ROWS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** Said once and drawn as rows, so that nothing jumps when the answer is there. */
export function LoadingRows({
  what,
  height,
}: {
  what: string;
  height: number;
}) {
  return (
    <Box aria-busy="true">
      <VisuallyHidden live>{what}</VisuallyHidden>
      {ROWS.map(row => (
        <Skeleton key={row} height={height} />
      ))}
    </Box>
  );
}

/** A page over one answer: loading, failed, or what is known, with how current it is. */
export function LiveContent<
  Answer extends {
    readonly clusters: readonly ClusterSummary[];
    readonly sources: readonly Source[];
  },
>(props: {
  live: LiveAnswer<Answer>;
  /** What is said while there is no answer yet. */
  loading: string;
  /** Where else to look, where this may not be seen. */
  instead?: ReactNode;
  /** In a tab of an entity. */
  inTab?: boolean;
  children(answer: Answer): ReactNode;
}) {
  const { live, loading, instead, inTab, children } = props;
  const { answer, error, checkedAt, retry } = live;
  return (
    <PlatformContent live={live} inTab={inTab}>
      {error && (
        <AnswerError
          {...{ error, retry, instead }}
          lastAnswerAt={answer && checkedAt}
        />
      )}
      {!answer && !error && <LoadingRows what={loading} height={44} />}
      {answer && children(answer)}
    </PlatformContent>
  );
}
