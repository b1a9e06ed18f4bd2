import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSet,
  ClusterSummary,
  GraphNode,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { FactList } from '../components/FactList';
import { HealthBadge } from '../components/HealthBadge';
import { Section } from '../components/Section';
import { meshTranslationRef } from '../translation';
import { displayNameOf, meshName } from '../view/names';
import { CallList } from './CallList';
import { callsOf } from './callRanking';
import { EndIcon } from './EndIcon';
import { EndName } from './EndName';
import type { Calls } from './shownGraph';
import { useEndName } from './useEndName';

const MAX_CALLS = 8;

interface EndProps {
  node: GraphNode;
  sets: readonly ClusterSet[];
  clusters: readonly ClusterSummary[];
}

function Facts({ node, sets, clusters }: EndProps) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { cluster, set, mesh } = node;
  return (
    <FactList
      facts={[
        [t('ends.name'), <EndName key="name" node={node} />],
        [
          t('ends.kind'),
          <Box key="kind" sx={{ display: 'flex', gap: 0.75 }}>
            <EndIcon kind={node.kind} />
            {t(`end.${node.kind}`)}
          </Box>,
        ],
        [t('ends.health'), <HealthBadge key="h" health={node.health} />],
        [t('ends.cluster'), cluster && displayNameOf(clusters, cluster)],
        [
          t('ends.set'),
          set && (sets.find(one => one.name === set)?.title ?? set),
        ],
        [t('ends.mesh'), mesh && meshName(mesh)],
      ]}
    />
  );
}

function CallsOfEnd({
  node,
  calls,
  clusters,
}: Omit<EndProps, 'sets'> & { calls: Calls }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const [all, setAll] = useState(false);
  const joined = callsOf(calls);
  const lists = {
    max: all ? Infinity : MAX_CALLS,
    severalMine: false,
    clusters,
    // What is farther away was not asked for, so this is not that there are none.
    empty: t('graph.noneHere'),
    more: (count: number) => (
      <Button size="small" onClick={() => setAll(true)}>
        {t('dependencies.more', { count })}
      </Button>
    ),
  };
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 16rem), 1fr))',
        gap: 2,
        mt: 1.5,
      }}
    >
      <CallList
        title={t('dependencies.callers')}
        other="from"
        calls={joined.filter(({ to }) => to.id === node.id)}
        {...lists}
      />
      <CallList
        title={t('dependencies.callees')}
        other="to"
        calls={joined.filter(({ from }) => from.id === node.id)}
        {...lists}
      />
    </Box>
  );
}

/** One end of calls: what it is, who calls it, whom it calls. */
export function EndDetails(
  props: EndProps & {
    calls: Calls;
    onHide(): void;
  },
) {
  const { node, calls, sets, clusters, onHide } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const name = useEndName()(node);
  return (
    <Section
      title={t('graph.details', { name })}
      aside={
        <Button
          size="small"
          aria-label={t('graph.hideOf', { name })}
          onClick={onHide}
        >
          {t('graph.hide')}
        </Button>
      }
    >
      <Facts {...{ node, sets, clusters }} />
      <CallsOfEnd {...{ node, calls, clusters }} />
    </Section>
  );
}
