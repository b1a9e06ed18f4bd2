import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  SetupCluster as Cluster,
  SetupStore,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ClusterStatusBadge } from '../../components/ClusterStatusBadge';
import { CommandBlock } from '../../components/CommandBlock';
import { FactList } from '../../components/FactList';
import { MeshText } from '../../components/MeshText';
import { RelativeTime } from '../../components/RelativeTime';
import { Section } from '../../components/Section';
import { useSkewWord } from '../../hooks/useSkewWord';
import { meshTranslationRef } from '../../translation';
import { ownMetricsReason } from '../../view/setup';
import { KindsTable } from './KindsTable';
import { MetricsWord } from './MetricsWord';
import { Remark } from './Remark';

interface Props {
  cluster: Cluster;
  /** All metrics stores: what is wrong with one of those is said there. */
  stores: readonly SetupStore[];
}

function Facts({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const skewWord = useSkewWord();
  const { aliases, observedAt, metrics } = cluster;
  return (
    <FactList
      facts={[
        [
          t('setup.lastRead'),
          observedAt && <RelativeTime key="read" time={observedAt} />,
        ],
        [t('clusters.kubernetes'), cluster.kubernetesVersion],
        [t('setup.credentials'), cluster.credentials],
        [t('cluster.context'), cluster.kubectlContext],
        ...aliases.map(
          ({ system, alias, source }) =>
            [
              t('setup.aliasIn', { system }),
              `${alias} (${t(`setup.${source}`)})`,
            ] as const,
        ),
        [t('setup.clock'), skewWord(cluster.clockSkewMilliseconds)],
        [
          t('setup.metrics'),
          metrics && <MetricsWord key="metrics" metrics={metrics} isLong />,
        ],
      ]}
    />
  );
}

/** What to do about the cluster, each with what to paste. */
function WhatToDo({ cluster, stores }: Props) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { reason, advice, manifest, aliases } = cluster;
  const conflicts = aliases.flatMap(({ conflict }) => conflict ?? []);
  const metricsReason = ownMetricsReason(cluster, stores);
  return (
    <>
      {[
        ...(reason ? [reason] : []),
        ...conflicts,
        ...(metricsReason ? [metricsReason] : []),
      ].map(text => (
        <Remark
          key={text.message}
          text={text}
          severity={cluster.status === 'syncing' ? 'info' : 'warning'}
        />
      ))}
      {advice && (
        <>
          <Typography variant="body2">
            <MeshText text={advice.text} />
          </Typography>
          <CommandBlock
            text={advice.configuration}
            what={advice.text.message}
          />
        </>
      )}
      {manifest && (
        <>
          <Typography variant="body2">
            {t('setup.missingRules', { context: cluster.kubectlContext })}
          </Typography>
          <CommandBlock text={manifest} what={t('setup.allMissingRules')} />
        </>
      )}
    </>
  );
}

/** Everything that keeps one cluster from being read whole, and how it is read. */
export function SetupCluster({ cluster, stores }: Props) {
  return (
    <Section
      title={cluster.displayName}
      aside={<ClusterStatusBadge status={cluster.status} />}
    >
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: 'minmax(0, 1fr)',
          gap: 1.5,
        }}
      >
        <WhatToDo cluster={cluster} stores={stores} />
        <Facts cluster={cluster} />
        {cluster.kinds.length > 0 && <KindsTable kinds={cluster.kinds} />}
      </Box>
    </Section>
  );
}
