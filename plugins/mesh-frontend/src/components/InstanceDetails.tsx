import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSummary,
  ServiceInstance,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { meshTranslationRef } from '../translation';
import { displayNameOf, objectName } from '../view/names';
import { FactList } from './FactList';
import { Heading } from './Heading';
import { ReasonList } from './ReasonList';
import { StandsFor } from './StandsFor';
import { MembershipLine } from './WorkloadDetails';
import { Word } from './Word';
import { WorkloadList } from './WorkloadList';

/** A service in one cluster: sums, waypoint, then each of its workloads. */
export function InstanceDetails(props: {
  instance: ServiceInstance;
  clusters: readonly ClusterSummary[];
}) {
  const { instance, clusters } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { membership, endpoints, waypoint, workloads, kind } = instance;
  const ofService = membership.flatMap(({ reasons }) =>
    reasons.filter(({ code }) => code.startsWith('waypoint-')),
  );
  return (
    <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
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
            <MembershipLine key={entry.mesh} entry={entry} />
          ))}
      </Box>
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
