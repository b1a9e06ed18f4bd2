import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { meshTranslationRef } from '../../translation';

/** What connects the pods, and whether it encrypts; in a word where there is little room. */
export function NetworkCell(props: { cluster: Cluster; brief?: boolean }) {
  const { cluster, brief } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  if (cluster.network.length === 0) return <>{t('overview.unknownNetwork')}</>;
  return (
    <>
      {cluster.network.map(network => (
        <div key={network.cni}>
          <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
            {[network.title, network.version].filter(Boolean).join(' ')}
          </Box>
          <Typography variant="caption" color="text.secondary" component="div">
            {t(
              brief
                ? `encryptionWord.${network.encryption}`
                : `encryption.${network.encryption}`,
            )}
            {!network.maintained && `, ${t('overview.unmaintained')}`}
          </Typography>
        </div>
      ))}
    </>
  );
}
