import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MembershipState } from '@meshport/plugin-mesh-common';
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import ContrastIcon from '@mui/icons-material/Contrast';
import DoNotDisturbOnOutlinedIcon from '@mui/icons-material/DoNotDisturbOnOutlined';
import ErrorIcon from '@mui/icons-material/Error';
import HelpOutlineIcon from '@mui/icons-material/HelpOutline';
import PauseCircleOutlineIcon from '@mui/icons-material/PauseCircleOutline';
import RadioButtonUncheckedIcon from '@mui/icons-material/RadioButtonUnchecked';
import ReplayCircleFilledIcon from '@mui/icons-material/ReplayCircleFilled';
import type SvgIcon from '@mui/material/SvgIcon';
import { meshTranslationRef } from '../translation';
import { IconWord, type StatusColor } from './IconWord';

const LOOKS: Readonly<
  Record<MembershipState, { Icon: typeof SvgIcon; color: StatusColor }>
> = {
  enrolled: { Icon: CheckCircleIcon, color: 'ok' },
  partial: { Icon: ContrastIcon, color: 'warning' },
  'pending-restart': { Icon: ReplayCircleFilledIcon, color: 'warning' },
  'not-enrolled': { Icon: RadioButtonUncheckedIcon, color: 'aborted' },
  'opted-out': { Icon: DoNotDisturbOnOutlinedIcon, color: 'aborted' },
  misconfigured: { Icon: ErrorIcon, color: 'error' },
  idle: { Icon: PauseCircleOutlineIcon, color: 'aborted' },
  unknown: { Icon: HelpOutlineIcon, color: 'aborted' },
};

/** A state as icon and word; never colour alone. */
export function StatusBadge(props: { state: MembershipState }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { Icon, color } = LOOKS[props.state] ?? LOOKS.unknown;
  return (
    <IconWord Icon={Icon} color={color}>
      {t(`state.${props.state}`)}
    </IconWord>
  );
}
