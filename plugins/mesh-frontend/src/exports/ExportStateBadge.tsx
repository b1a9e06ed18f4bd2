import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ExportState } from '@meshport/plugin-mesh-common';
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import ErrorIcon from '@mui/icons-material/Error';
import HelpOutlineIcon from '@mui/icons-material/HelpOutline';
import PauseCircleOutlineIcon from '@mui/icons-material/PauseCircleOutline';
import WarningIcon from '@mui/icons-material/Warning';
import type SvgIcon from '@mui/material/SvgIcon';
import { IconWord, type StatusColor } from '../components/IconWord';
import { meshTranslationRef } from '../translation';

const LOOKS: Readonly<
  Record<ExportState, { Icon: typeof SvgIcon; color: StatusColor }>
> = {
  available: { Icon: CheckCircleIcon, color: 'ok' },
  limited: { Icon: WarningIcon, color: 'warning' },
  missing: { Icon: ErrorIcon, color: 'error' },
  unknown: { Icon: HelpOutlineIcon, color: 'aborted' },
  unused: { Icon: PauseCircleOutlineIcon, color: 'aborted' },
};

/** Can a service be used where it is offered to: as icon and word. */
export function ExportStateBadge({ state }: { state: ExportState }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return <IconWord {...LOOKS[state]}>{t(`exportState.${state}`)}</IconWord>;
}
