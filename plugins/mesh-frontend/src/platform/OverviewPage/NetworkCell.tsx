import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@meshport/plugin-mesh-common';
import Typography from '@mui/material/Typography';
import { meshTranslationRef } from '../../translation';

/** What connects the pods, and whether it encrypts between nodes. */
export function NetworkCell({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (cluster.network.length === 0) return <>{t('overview.unknownNetwork')}</>;
  return (
    <>
      {cluster.network.map(network => (
        <div key={network.cni}>
          {[network.title, network.version].filter(Boolean).join(' ')}
          <Typography variant="caption" color="text.secondary" component="div">
            {t(`encryption.${network.encryption}`)}
            {!network.maintained && `, ${t('overview.unmaintained')}`}
          </Typography>
        </div>
      ))}
    </>
  );
}
