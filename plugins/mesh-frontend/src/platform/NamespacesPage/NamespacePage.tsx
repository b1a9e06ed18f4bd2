import { Link } from '@backstage/core-components';
import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { NamespaceDetails } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { useParams } from 'react-router-dom';
import { meshApiRef } from '../../api/meshApiRef';
import { ClusterLink } from '../../components/ClusterLink';
import { EntityLinks } from '../../components/EntityLinks';
import { FactList } from '../../components/FactList';
import { LiveContent } from '../../components/LiveContent';
import { Owners } from '../../components/Owners';
import { Section } from '../../components/Section';
import { StatusBadge } from '../../components/StatusBadge';
import { TitledPage } from '../../components/TitledPage';
import { WorkloadList } from '../../components/WorkloadList';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { useMeshModeWord } from '../../hooks/useMeshModeWord';
import { useWriterWord } from '../../hooks/useWriterWord';
import { serviceRouteRef } from '../../routes';
import { meshTranslationRef } from '../../translation';
import { displayNameOf } from '../../view/names';

function NamespaceFacts({ answer }: { answer: NamespaceDetails }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const meshMode = useMeshModeWord();
  const writerWord = useWriterWord();
  const { namespace, clusters, entityRefs } = answer;
  return (
    <FactList
      facts={[
        [
          t('overview.cluster'),
          <ClusterLink
            key="cluster"
            name={namespace.cluster}
            displayName={displayNameOf(clusters, namespace.cluster)}
          />,
        ],
        [
          t('namespaces.asksFor'),
          namespace.asksFor.map(meshMode).join(', ') || t('namespaces.none'),
        ],
        [
          t('servicesPage.owners'),
          <span key="owners">
            <Owners owners={namespace.owners} />{' '}
            {t(`ownedBy.${namespace.ownedBy}`)}
          </span>,
        ],
        [
          t('servicesPage.entities'),
          entityRefs.length > 0 && (
            <EntityLinks key="entities" entityRefs={entityRefs} />
          ),
        ],
        [t('namespaces.writer'), writerWord(namespace.writer)],
        [t('clusters.services'), String(namespace.services)],
        [t('namespaces.pods'), String(namespace.pods)],
      ]}
    />
  );
}

function ServicesHere({ services }: Pick<NamespaceDetails, 'services'>) {
  const serviceRoute = useRouteRef(serviceRouteRef);
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {services.map(({ state, ...service }) => (
        <Box
          component="li"
          key={`${service.namespace}/${service.name}`}
          sx={{ display: 'flex', gap: 2, py: 0.5 }}
        >
          {serviceRoute ? (
            <Link to={serviceRoute(service)}>{service.name}</Link>
          ) : (
            service.name
          )}
          <StatusBadge state={state} />
        </Box>
      ))}
    </Box>
  );
}

function NamespaceContent({ answer }: { answer: NamespaceDetails }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { namespace, workloads, services } = answer;
  return (
    <TitledPage
      title={namespace.name}
      aside={<StatusBadge state={namespace.state} />}
    >
      <Section title={t('namespaces.about')}>
        <NamespaceFacts answer={answer} />
      </Section>
      {workloads.length > 0 && (
        <Section title={t('cluster.workloads')}>
          <WorkloadList workloads={workloads} />
        </Section>
      )}
      {services.length > 0 && (
        <Section title={t('clusters.services')}>
          <ServicesHere services={services} />
        </Section>
      )}
    </TitledPage>
  );
}

/** One namespace of one cluster: what it asks for, and what each workload has of it. */
export function NamespacePage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const { cluster = '', namespace = '' } = useParams();
  const live = useLiveAnswer(`mesh:namespace:${cluster}/${namespace}`, signal =>
    mesh.getNamespace({ params: { cluster, namespace } }, { signal }),
  );
  return (
    <LiveContent live={live} loading={t('namespaces.loading')}>
      {answer => <NamespaceContent answer={answer} />}
    </LiveContent>
  );
}
