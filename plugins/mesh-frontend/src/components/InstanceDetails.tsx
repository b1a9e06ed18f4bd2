import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSummary,
  ServiceInstance,
  Source,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { meshTranslationRef } from '../translation';
import { lastKnownOf } from '../view/freshness';
import { displayNameOf, objectName } from '../view/names';
import { FactList } from './FactList';
import { Heading } from './Heading';
import { RelativeTime } from './RelativeTime';
import { ReasonList } from './ReasonList';
import { StandsFor } from './StandsFor';
import { MembershipLine } from './WorkloadDetails';
import { Word } from './Word';
import { WorkloadList } from './WorkloadList';

interface InstanceProps {
  instance: ServiceInstance;
  clusters: readonly ClusterSummary[];
  sources: readonly Source[];
}

/** The cluster, how the service is in each mesh there, and if that is the last known state. */
function InstanceHeading({ instance, clusters, sources }: InstanceProps) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { membership, kind } = instance;
  // A tick must not pass for the current state where its cluster does not answer.
  const lastKnown = lastKnownOf(sources, instance.cluster);
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 2,
      }}
    >
      <Heading>{displayNameOf(clusters, instance.cluster)}</Heading>
      {kind === 'local' &&
        membership.map(entry => (
          <MembershipLine key={entry.mesh} entry={entry} explain />
        ))}
      {lastKnown?.observedAt && (
        <Typography variant="body2" color="text.secondary">
          {t('freshness.asOf', {
            age: <RelativeTime time={lastKnown.observedAt} />,
          })}
        </Typography>
      )}
    </Box>
  );
}

/** A service in one cluster: sums, waypoint, then each of its workloads. */
export function InstanceDetails(props: InstanceProps) {
  const { instance, clusters, sources } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { membership, endpoints, waypoint, workloads, kind } = instance;
  const ofService = membership.flatMap(({ reasons }) =>
    reasons.filter(({ code }) => code.startsWith('waypoint-')),
  );
  return (
    <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
      <InstanceHeading {...{ instance, clusters, sources }} />
      {kind !== 'local' && (
        <Typography variant="body2">
          <StandsFor instance={instance} clusters={clusters} />
        </Typography>
      )}
      <FactList
        facts={[
          [
            t('status.endpoints'),
            t('status.endpointsReady', {
              ready: String(endpoints.ready),
              count: endpoints.total,
            }),
          ],
          [
            <Word key="waypoint" id="waypoint">
              {t('status.waypoint')}
            </Word>,
            waypoint && objectName(waypoint),
          ],
        ]}
      />
      {ofService.length > 0 && <ReasonList reasons={ofService} />}
      {workloads.length > 0 && <WorkloadList workloads={workloads} />}
    </Box>
  );
}
