import { parseEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useParams } from 'react-router-dom';
import { meshApiRef } from '../../api/meshApiRef';
import { AnswerError } from '../../components/AnswerError';
import { FactList } from '../../components/FactList';
import { Owners } from '../../components/Owners';
import { PlatformContent } from '../../components/PlatformContent';
import { ServiceStatus } from '../../components/ServiceStatus';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';

/** One service: whose it is, and what each cluster has of it. */
export function ServicePage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const { set = '', namespace = '', name = '' } = useParams();
  const live = useLiveAnswer(
    `mesh:service:${set}/${namespace}/${name}`,
    signal => mesh.getService({ params: { set, namespace, name } }, { signal }),
  );
  const { answer, error, checkedAt, retry } = live;
  return (
    <PlatformContent live={live}>
      <Typography variant="h5" component="h1" sx={{ m: 0 }}>
        {`${namespace}/${name}`}
      </Typography>
      {error && (
        <AnswerError error={error} lastAnswerAt={checkedAt} retry={retry} />
      )}
      {!answer && !error && (
        <Skeleton height={240} aria-label={t('servicesPage.loadingOne')} />
      )}
      {answer && (
        <>
          <FactList
            facts={[
              [
                t('servicesPage.owners'),
                <Owners key="owners" owners={answer.service.owners} />,
              ],
              [
                t('servicesPage.entities'),
                answer.service.entityRefs.length > 0 && (
                  <Box key="entities" sx={{ display: 'flex', gap: 1 }}>
                    {answer.service.entityRefs.map(ref => (
                      <EntityRefLink
                        key={ref}
                        entityRef={parseEntityRef(ref)}
                        hideIcon
                      />
                    ))}
                  </Box>
                ),
              ],
            ]}
          />
          <ServiceStatus
            service={answer.service}
            sets={answer.sets}
            clusters={answer.clusters}
          />
        </>
      )}
    </PlatformContent>
  );
}
