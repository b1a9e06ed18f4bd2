import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MeshInstallation } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { Heading } from '../../components/Heading';
import { meshTranslationRef } from '../../translation';
import { objectName } from '../../view/names';

/** What of a mesh is on, off, degraded or deprecated; on hover what proves it. */
export function FeatureList(props: { features: MeshInstallation['features'] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <div>
      <Heading>{t('cluster.features')}</Heading>
      <Box
        component="ul"
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 3,
          rowGap: 0.5,
          listStyle: 'none',
          m: 0,
          p: 0,
        }}
      >
        {props.features.map(({ id, state, evidence }) => (
          <li key={id}>
            <Tooltip describeChild title={evidence.map(objectName).join(', ')}>
              <Box component="span" tabIndex={evidence.length > 0 ? 0 : -1}>
                {id}: <strong>{t(`feature.${state}`)}</strong>
              </Box>
            </Tooltip>
          </li>
        ))}
      </Box>
    </div>
  );
}
