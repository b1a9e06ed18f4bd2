import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary, GraphNode } from '@meshport/plugin-mesh-common';
import SwapHorizIcon from '@mui/icons-material/SwapHoriz';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Tooltip from '@mui/material/Tooltip';
import type { ReactNode } from 'react';
import { HealthBadge } from '../components/HealthBadge';
import { VisuallyHidden } from '../components/VisuallyHidden';
import { useMeasure } from '../hooks/useMeasure';
import { meshTranslationRef } from '../translation';
import { displayNameOf } from '../view/names';
import type { Call } from './callRanking';
import { EncryptionMark } from './EncryptionMark';
import { EndIcon } from './EndIcon';
import { EndName } from './EndName';
import { useCallFacts } from './useCallFacts';

function ClusterBadge({ label }: { label: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Chip
      size="small"
      variant="outlined"
      sx={{ maxWidth: '10rem', height: 20, m: 0 }}
      label={
        <>
          <VisuallyHidden>
            {t('end.otherCluster', { cluster: label })}
          </VisuallyHidden>
          <span aria-hidden>{label}</span>
        </>
      }
    />
  );
}

function CrossClusterMark() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Tooltip title={t('call.crossCluster')} describeChild>
      <Box component="span" tabIndex={0} sx={{ display: 'inline-flex' }}>
        <SwapHorizIcon
          aria-hidden
          sx={{ fontSize: '1rem', color: 'text.secondary' }}
        />
        <VisuallyHidden>{t('call.crossCluster')}</VisuallyHidden>
      </Box>
    </Tooltip>
  );
}

function Facts({ call: { edge } }: { call: Call }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const facts = useCallFacts()(edge);
  const format = useMeasure();
  const { latencyMs } = edge.golden;
  const words = [
    ...facts,
    ...(latencyMs
      ? [t('call.p99', { value: format('latency', latencyMs.p99) })]
      : []),
    ...(edge.drift ? [t(`call.drift.${edge.drift}`)] : []),
  ];
  return (
    <Box
      component="span"
      sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}
    >
      {words.join(' · ')}
    </Box>
  );
}

function CallRow(props: {
  call: Call;
  end: GraphNode;
  mine: GraphNode;
  severalMine: boolean;
  clusters: readonly ClusterSummary[];
}) {
  const { call, end, mine, severalMine, clusters } = props;
  const { cluster } = end;
  // With instances of my own in several clusters, it is not clear which of them calls.
  const isElsewhere =
    cluster !== undefined && (severalMine || cluster !== mine.cluster);
  return (
    <Box component="li" sx={{ display: 'grid', gap: 0.25, minWidth: 0 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 0.75,
          minWidth: 0,
        }}
      >
        <EndIcon kind={end.kind} />
        <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <EndName node={end} />
        </Box>
        {isElsewhere && (
          <ClusterBadge label={displayNameOf(clusters, cluster)} />
        )}
      </Box>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1,
        }}
      >
        <HealthBadge health={call.edge.health} />
        {call.edge.crossCluster && <CrossClusterMark />}
        <EncryptionMark mtls={call.edge.mtls} />
        <Facts call={call} />
      </Box>
    </Box>
  );
}

/** Calls with the end that is not mine, the worst first, as many as there is room for. */
export function CallList(props: {
  title: string;
  calls: readonly Call[];
  /** Which end is the other one. */
  other: 'from' | 'to';
  max: number;
  severalMine: boolean;
  clusters: readonly ClusterSummary[];
  empty: string;
  /** Leads to all of them. */
  more(count: number): ReactNode;
}) {
  const { title, calls, other, max, empty, more, severalMine, clusters } =
    props;
  const shown = calls.slice(0, max);
  const mine = other === 'from' ? 'to' : 'from';
  return (
    <Box component="section" aria-label={title} sx={{ minWidth: 0 }}>
      <Box sx={{ typography: 'subtitle2', mb: 0.5 }}>{title}</Box>
      {calls.length === 0 && (
        <Box sx={{ typography: 'body2', color: 'text.secondary' }}>{empty}</Box>
      )}
      <Box
        component="ul"
        sx={{
          listStyle: 'none',
          m: 0,
          p: 0,
          display: 'grid',
          gap: 1,
          typography: 'body2',
        }}
      >
        {shown.map(call => (
          <CallRow
            key={call.edge.id}
            end={call[other]}
            mine={call[mine]}
            {...{ call, severalMine, clusters }}
          />
        ))}
        {shown.length < calls.length && (
          <li>{more(calls.length - shown.length)}</li>
        )}
      </Box>
    </Box>
  );
}
