import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSet,
  ClusterSummary,
  ServiceView,
  Source,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Divider from '@mui/material/Divider';
import { meshTranslationRef } from '../translation';
import { HiddenInstances } from './HiddenInstances';
import { InstanceDetails } from './InstanceDetails';
import { Section } from './Section';

/** One service of one cluster set, over all clusters of it, worst first. */
export function ServiceStatus(props: {
  service: ServiceView;
  sets: readonly ClusterSet[];
  clusters: readonly ClusterSummary[];
  sources: readonly Source[];
}) {
  const { service, sets, clusters, sources } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const set = sets.find(({ name }) => name === service.set);
  return (
    <Section
      title={t('status.serviceIn', {
        service: `${service.namespace}/${service.name}`,
        set: set?.title ?? service.set,
      })}
    >
      <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        {service.instances.map((instance, index) => (
          <Box
            key={`${instance.cluster}/${instance.namespace}/${instance.name}`}
            sx={{ display: 'grid', gap: 2, minWidth: 0 }}
          >
            {index > 0 && <Divider />}
            <InstanceDetails {...{ instance, clusters, sources }} />
          </Box>
        ))}
        <HiddenInstances services={[service]} />
      </Box>
    </Section>
  );
}
