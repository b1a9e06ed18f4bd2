import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PhaseState, RequestState } from '@meshport/plugin-mesh-common';
import BlockIcon from '@mui/icons-material/Block';
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import ContrastIcon from '@mui/icons-material/Contrast';
import ErrorIcon from '@mui/icons-material/Error';
import HourglassEmptyIcon from '@mui/icons-material/HourglassEmpty';
import PauseCircleOutlineIcon from '@mui/icons-material/PauseCircleOutline';
import PlayCircleOutlineIcon from '@mui/icons-material/PlayCircleOutline';
import RadioButtonUncheckedIcon from '@mui/icons-material/RadioButtonUnchecked';
import ReplyIcon from '@mui/icons-material/Reply';
import ThumbUpOutlinedIcon from '@mui/icons-material/ThumbUpOutlined';
import TimerOffOutlinedIcon from '@mui/icons-material/TimerOffOutlined';
import UpdateDisabledIcon from '@mui/icons-material/UpdateDisabled';
import type SvgIcon from '@mui/material/SvgIcon';
import { IconWord, type StatusColor } from '../components/IconWord';
import { meshTranslationRef } from '../translation';

interface Look {
  readonly Icon: typeof SvgIcon;
  readonly color: StatusColor;
}

const LOOKS: Readonly<Record<RequestState, Look>> = {
  pending: { Icon: HourglassEmptyIcon, color: 'pending' },
  'changes-asked': { Icon: ReplyIcon, color: 'warning' },
  approved: { Icon: ThumbUpOutlinedIcon, color: 'ok' },
  delivering: { Icon: PlayCircleOutlineIcon, color: 'running' },
  waiting: { Icon: HourglassEmptyIcon, color: 'running' },
  'partly-done': { Icon: ContrastIcon, color: 'warning' },
  'out-of-date': { Icon: UpdateDisabledIcon, color: 'warning' },
  failed: { Icon: ErrorIcon, color: 'error' },
  done: { Icon: CheckCircleIcon, color: 'ok' },
  rejected: { Icon: BlockIcon, color: 'aborted' },
  withdrawn: { Icon: RadioButtonUncheckedIcon, color: 'aborted' },
  expired: { Icon: TimerOffOutlinedIcon, color: 'aborted' },
};

const PHASE_LOOKS: Readonly<Record<PhaseState, Look>> = {
  planned: { Icon: RadioButtonUncheckedIcon, color: 'aborted' },
  approved: LOOKS.approved,
  delivering: LOOKS.delivering,
  waiting: LOOKS.waiting,
  paused: { Icon: PauseCircleOutlineIcon, color: 'warning' },
  failed: LOOKS.failed,
  done: LOOKS.done,
};

/** Where a request stands, as icon and word. */
export function RequestStateBadge({ state }: { state: RequestState }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return <IconWord {...LOOKS[state]}>{t(`requestState.${state}`)}</IconWord>;
}

/** Where a part of a request stands, as icon and word. */
export function PhaseStateBadge({ state }: { state: PhaseState }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <IconWord {...PHASE_LOOKS[state]}>{t(`phaseState.${state}`)}</IconWord>
  );
}
