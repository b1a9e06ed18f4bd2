import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSummary,
  ExportTarget,
  ExportView,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { CommandBlock } from '../components/CommandBlock';
import { FactList } from '../components/FactList';
import { Heading } from '../components/Heading';
import { meshTranslationRef } from '../translation';
import { displayNameOf, objectName } from '../view/names';
import { callLine } from './callLine';
import { ExportStateBadge } from './ExportStateBadge';
import { TargetReasons } from './TargetReasons';

function portsOf({ ports }: ExportTarget): string {
  return ports
    .map(({ name, port, protocol }) =>
      [port, protocol === 'TCP' ? '' : `/${protocol}`, name ? ` ${name}` : '']
        .filter(Boolean)
        .join(''),
    )
    .join(', ');
}

interface Props {
  readonly exported: ExportView;
  readonly target: ExportTarget;
  readonly clusters: readonly ClusterSummary[];
}

/** How the service is called in the cluster, where it has arrived. */
function HowToCall({ exported, target, clusters }: Props) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { as, host, endpoints, reachedBy } = target;
  if (!as) return null;
  const line = callLine(target);
  const from = displayNameOf(clusters, exported.from);
  const cluster = displayNameOf(clusters, target.cluster);
  return (
    <>
      <FactList
        facts={[
          [t('exports.host'), host && <code key="host">{host}</code>],
          [t('exports.ports'), portsOf(target)],
          [t('exports.as'), objectName(as)],
          [
            t('exports.endpoints'),
            reachedBy &&
              t(`exports.endpointsOf.${reachedBy}`, {
                ready: String(endpoints.ready),
                total: String(endpoints.total),
                from,
              }),
          ],
        ]}
      />
      {line && (
        <Box>
          <Box sx={{ typography: 'body2', color: 'text.secondary', mb: 0.5 }}>
            {t('exports.try', { cluster })}
          </Box>
          <CommandBlock text={line} what={t('exports.try', { cluster })} />
        </Box>
      )}
    </>
  );
}

/** What became of an export in one cluster. */
export function ExportTargetView(props: Props) {
  const { exported, target, clusters } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const cluster = displayNameOf(clusters, target.cluster);
  const title =
    target.cluster === exported.from ? 'exports.inItself' : 'exports.inCluster';
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gap: 1,
        minWidth: 0,
        pt: 1.5,
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 2,
        }}
      >
        <Heading>{t(title, { cluster })}</Heading>
        <ExportStateBadge state={target.state} />
      </Box>
      {target.reasons.length > 0 && <TargetReasons reasons={target.reasons} />}
      <HowToCall {...props} />
    </Box>
  );
}
