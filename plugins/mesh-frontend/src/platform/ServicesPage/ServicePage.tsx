import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ServiceDetails } from '@meshport/plugin-mesh-common';
import { useParams } from 'react-router-dom';
import { meshApiRef } from '../../api/meshApiRef';
import { EntityLinks } from '../../components/EntityLinks';
import { FactList } from '../../components/FactList';
import { LiveContent } from '../../components/LiveContent';
import { Owners } from '../../components/Owners';
import { ServiceStatus } from '../../components/ServiceStatus';
import { TitledPage } from '../../components/TitledPage';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';

function Facts({ service }: Pick<ServiceDetails, 'service'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { owners, entityRefs } = service;
  return (
    <FactList
      facts={[
        [t('servicesPage.owners'), <Owners key="owners" owners={owners} />],
        [
          t('servicesPage.entities'),
          entityRefs.length > 0 && (
            <EntityLinks key="entities" entityRefs={entityRefs} />
          ),
        ],
      ]}
    />
  );
}

/** One service: whose it is, and what each cluster has of it. */
export function ServicePage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const { set = '', namespace = '', name = '' } = useParams();
  const live = useLiveAnswer(
    `mesh:service:${set}/${namespace}/${name}`,
    signal => mesh.getService({ params: { set, namespace, name } }, { signal }),
  );
  return (
    <LiveContent live={live} loading={t('servicesPage.loadingOne')}>
      {({ service, sets, clusters, sources }) => (
        <TitledPage title={`${namespace}/${name}`}>
          <Facts service={service} />
          <ServiceStatus {...{ service, sets, clusters, sources }} />
        </TitledPage>
      )}
    </LiveContent>
  );
}
