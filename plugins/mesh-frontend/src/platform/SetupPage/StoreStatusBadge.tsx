import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { SetupStore } from '@meshport/plugin-mesh-common';
import CloudOffIcon from '@mui/icons-material/CloudOff';
import HistoryIcon from '@mui/icons-material/History';
import SensorsIcon from '@mui/icons-material/Sensors';
import SyncIcon from '@mui/icons-material/Sync';
import type SvgIcon from '@mui/material/SvgIcon';
import { IconWord, type StatusColor } from '../../components/IconWord';
import { meshTranslationRef } from '../../translation';

const LOOKS: Readonly<
  Record<SetupStore['status'], { Icon: typeof SvgIcon; color: StatusColor }>
> = {
  starting: { Icon: SyncIcon, color: 'aborted' },
  live: { Icon: SensorsIcon, color: 'ok' },
  stale: { Icon: HistoryIcon, color: 'warning' },
  unavailable: { Icon: CloudOffIcon, color: 'error' },
};

/** Whether a metrics store gives numbers. */
export function StoreStatusBadge({ status }: Pick<SetupStore, 'status'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  return <IconWord {...LOOKS[status]}>{t(`storeStatus.${status}`)}</IconWord>;
}
