import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { SetupCluster as Cluster } from '@meshport/plugin-mesh-common';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ClusterStatusBadge } from '../../components/ClusterStatusBadge';
import { CommandBlock } from '../../components/CommandBlock';
import { FactList } from '../../components/FactList';
import { MeshText } from '../../components/MeshText';
import { RelativeTime } from '../../components/RelativeTime';
import { Section } from '../../components/Section';
import { meshTranslationRef } from '../../translation';
import { KindsTable } from './KindsTable';

function Facts({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { aliases, matched, clockSkewMilliseconds: skew } = cluster;
  return (
    <FactList
      facts={[
        [
          t('setup.lastRead'),
          cluster.observedAt && (
            <RelativeTime key="read" time={cluster.observedAt} />
          ),
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
        [
          t('setup.matched'),
          t('setup.matchedServices', {
            matched: String(matched.services),
            count: matched.total,
          }),
        ],
        [
          t('setup.clockSkew'),
          skew !== undefined &&
            t('setup.seconds', { count: Math.round(skew / 1000) }),
        ],
        [t('setup.watches'), String(cluster.watches)],
        [t('setup.objects'), String(cluster.objects)],
      ]}
    />
  );
}

/** Everything that keeps one cluster from being read whole, and how it is read. */
export function SetupCluster({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { reason, advice, manifest, aliases, kinds } = cluster;
  const conflicts = aliases.flatMap(({ conflict }) => conflict ?? []);
  return (
    <Section
      title={cluster.displayName}
      aside={<ClusterStatusBadge status={cluster.status} />}
    >
      <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
        {reason && (
          <Alert severity="warning">
            <MeshText text={reason} />
          </Alert>
        )}
        {conflicts.map(text => (
          <Alert key={text.message} severity="warning">
            <MeshText text={text} />
          </Alert>
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
            <Typography variant="body2">{t('setup.missingRules')}</Typography>
            <CommandBlock text={manifest} what={t('source.missingRule')} />
          </>
        )}
        <Facts cluster={cluster} />
        {kinds.length > 0 && <KindsTable kinds={kinds} />}
      </Box>
    </Section>
  );
}
