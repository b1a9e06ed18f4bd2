import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { LinkState } from '@meshport/plugin-mesh-common';
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import ErrorIcon from '@mui/icons-material/Error';
import HelpOutlineIcon from '@mui/icons-material/HelpOutline';
import WarningIcon from '@mui/icons-material/Warning';
import type SvgIcon from '@mui/material/SvgIcon';
import { IconWord, type StatusColor } from '../components/IconWord';
import { meshTranslationRef } from '../translation';

const LOOKS: Readonly<
  Record<LinkState, { Icon: typeof SvgIcon; color: StatusColor }>
> = {
  connected: { Icon: CheckCircleIcon, color: 'ok' },
  degraded: { Icon: WarningIcon, color: 'warning' },
  down: { Icon: ErrorIcon, color: 'error' },
  unknown: { Icon: HelpOutlineIcon, color: 'aborted' },
};

/** How a connection between two clusters is: as icon and word. */
export function LinkStateBadge({ state }: { state: LinkState }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return <IconWord {...LOOKS[state]}>{t(`linkState.${state}`)}</IconWord>;
}
