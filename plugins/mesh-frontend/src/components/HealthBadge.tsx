import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Health } from '@meshport/plugin-mesh-common';
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import ErrorIcon from '@mui/icons-material/Error';
import HelpOutlineIcon from '@mui/icons-material/HelpOutline';
import PauseCircleOutlineIcon from '@mui/icons-material/PauseCircleOutline';
import WarningIcon from '@mui/icons-material/Warning';
import type SvgIcon from '@mui/material/SvgIcon';
import { meshTranslationRef } from '../translation';
import { IconWord, type StatusColor } from './IconWord';

const LOOKS: Readonly<
  Record<Health, { Icon: typeof SvgIcon; color: StatusColor }>
> = {
  healthy: { Icon: CheckCircleIcon, color: 'ok' },
  degraded: { Icon: WarningIcon, color: 'warning' },
  failing: { Icon: ErrorIcon, color: 'error' },
  idle: { Icon: PauseCircleOutlineIcon, color: 'aborted' },
  unknown: { Icon: HelpOutlineIcon, color: 'aborted' },
};

/** Health of a service or a control plane as icon and word. */
export function HealthBadge({ health }: { health: Health }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return <IconWord {...LOOKS[health]}>{t(`health.${health}`)}</IconWord>;
}
