import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CommandBlock } from '../components/CommandBlock';
import { meshTranslationRef } from '../translation';

/** With a token that may read: the role is in the documentation of the backend plugin. */
const CONFIGURATION = `kubernetes:
  serviceLocatorMethod:
    type: multiTenant
  clusterLocatorMethods:
    - type: config
      clusters:
        - name: my-cluster
          url: https://my-cluster.example.com
          authProvider: serviceAccount
          serviceAccountToken: \${MY_CLUSTER_TOKEN}`;

/** A portal without clusters: what to add, and where. */
export function NoClusters() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
      <Typography variant="subtitle1" component="p">
        {t('clusters.emptyTitle')}
      </Typography>
      <Typography variant="body2">{t('clusters.emptyNext')}</Typography>
      <CommandBlock text={CONFIGURATION} what="app-config.yaml" />
    </Box>
  );
}
