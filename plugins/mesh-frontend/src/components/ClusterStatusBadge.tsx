import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterStatus } from '@meshport/plugin-mesh-common';
import CloudOffIcon from '@mui/icons-material/CloudOff';
import HistoryIcon from '@mui/icons-material/History';
import LockIcon from '@mui/icons-material/Lock';
import SensorsIcon from '@mui/icons-material/Sensors';
import SyncIcon from '@mui/icons-material/Sync';
import VpnKeyOffIcon from '@mui/icons-material/VpnKeyOff';
import type SvgIcon from '@mui/material/SvgIcon';
import { meshTranslationRef } from '../translation';
import { IconWord, type StatusColor } from './IconWord';

const LOOKS: Readonly<
  Record<ClusterStatus, { Icon: typeof SvgIcon; color: StatusColor }>
> = {
  live: { Icon: SensorsIcon, color: 'ok' },
  syncing: { Icon: SyncIcon, color: 'aborted' },
  stale: { Icon: HistoryIcon, color: 'warning' },
  unreachable: { Icon: CloudOffIcon, color: 'error' },
  forbidden: { Icon: LockIcon, color: 'warning' },
  unsupported: { Icon: VpnKeyOffIcon, color: 'aborted' },
};

/** How current what is known of a cluster is. */
export function ClusterStatusBadge({ status }: { status: ClusterStatus }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return <IconWord {...LOOKS[status]}>{t(`clusterStatus.${status}`)}</IconWord>;
}
