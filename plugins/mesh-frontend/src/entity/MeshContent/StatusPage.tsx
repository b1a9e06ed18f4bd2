import { useEntity } from '@backstage/plugin-catalog-react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EntityMesh } from '@meshport/plugin-mesh-common';
import { FactList } from '../../components/FactList';
import { HiddenCount } from '../../components/HiddenCount';
import { LiveContent } from '../../components/LiveContent';
import { MeshText } from '../../components/MeshText';
import { Owners } from '../../components/Owners';
import { Section } from '../../components/Section';
import { ServiceStatus } from '../../components/ServiceStatus';
import { WorkloadList } from '../../components/WorkloadList';
import { useEntityMesh } from '../../hooks/useEntityMesh';
import { useMetricsSpan } from '../../hooks/useMetricsSpan';
import { PastNote } from '../../metrics/PastNote';
import { meshTranslationRef } from '../../translation';
import { displayNameOf } from '../../view/names';
import { NothingFound } from '../MeshStatusCard/NothingFound';

/** Why these services and workloads are those of the entity, and whose the services are. */
function HowFound({ answer }: { answer: EntityMesh }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { services, lookedFor } = answer;
  const owners = [...new Set(services.flatMap(service => service.owners))];
  return (
    <Section title={t('status.found')}>
      <FactList
        facts={[
          [t('status.lookedFor'), <MeshText key="text" text={lookedFor} />],
          [
            t('servicesPage.owners'),
            services.length > 0 && <Owners key="owners" owners={owners} />,
          ],
        ]}
      />
    </Section>
  );
}

function Status({ answer }: { answer: EntityMesh }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { services, workloads, sets, clusters, sources, hidden } = answer;
  if (services.length + workloads.length === 0) {
    return <NothingFound answer={answer} />;
  }
  const places = [...new Set(workloads.map(({ ref }) => ref.cluster))];
  return (
    <>
      {services.map(service => (
        <ServiceStatus
          key={`${service.set}/${service.namespace}/${service.name}`}
          {...{ service, sets, clusters, sources }}
        />
      ))}
      {places.map(cluster => (
        <Section
          key={cluster}
          title={t('status.workloadsIn', {
            cluster: displayNameOf(clusters, cluster),
          })}
        >
          <WorkloadList
            workloads={workloads.filter(({ ref }) => ref.cluster === cluster)}
          />
        </Section>
      ))}
      <HiddenCount count={hidden} />
      <HowFound answer={answer} />
    </>
  );
}

/** Per cluster and workload all that the portal knows, and why. */
export function StatusPage() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(meshTranslationRef);
  const chosen = useMetricsSpan();
  const live = useEntityMesh(entity);
  return (
    <LiveContent live={live} loading={t('card.loading')} inTab>
      {answer => (
        <>
          <PastNote chosen={chosen} kept={false} />
          <Status answer={answer} />
        </>
      )}
    </LiveContent>
  );
}
