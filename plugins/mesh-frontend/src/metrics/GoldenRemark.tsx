import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Golden } from '@meshport/plugin-mesh-common';
import CloudOffIcon from '@mui/icons-material/CloudOff';
import HelpOutlineIcon from '@mui/icons-material/HelpOutline';
import HistoryIcon from '@mui/icons-material/History';
import InfoOutlinedIcon from '@mui/icons-material/InfoOutlined';
import PauseCircleOutlineIcon from '@mui/icons-material/PauseCircleOutline';
import Box from '@mui/material/Box';
import type SvgIcon from '@mui/material/SvgIcon';
import { MeshText } from '../components/MeshText';
import { RelativeTime } from '../components/RelativeTime';
import { meshTranslationRef } from '../translation';
import { windowOf } from '../view/goldenState';

const ICONS: Readonly<Record<Golden['state'], typeof SvgIcon>> = {
  ok: InfoOutlinedIcon,
  'no-traffic': PauseCircleOutlineIcon,
  'no-data': HelpOutlineIcon,
  stale: HistoryIcon,
  unavailable: CloudOffIcon,
  'not-configured': HelpOutlineIcon,
};

/** What is to be known of the numbers, or why there are none; nothing where all is well. */
export function GoldenRemark({ golden }: { golden: Golden }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { state, reason, at } = golden;
  if (state === 'ok' && !reason) return null;
  const { minutes, seconds } = windowOf(golden);
  const isWarning = state === 'stale' || state === 'unavailable';
  const Icon = ICONS[state];
  return (
    <Box sx={{ display: 'flex', gap: 0.75, typography: 'body2' }}>
      <Icon
        aria-hidden
        fontSize="small"
        sx={{
          color: ({ palette }) =>
            isWarning ? palette.status.warning : palette.text.secondary,
        }}
      />
      <span>
        {state === 'stale' && at !== undefined && `${t('golden.stale')}: `}
        {state === 'stale' && at !== undefined && <RelativeTime time={at} />}
        {state === 'stale' && reason && '. '}
        {state === 'no-traffic' &&
          (minutes === undefined
            ? t('golden.noTrafficSeconds', { seconds })
            : t('golden.noTraffic', { minutes }))}{' '}
        {reason && <MeshText text={reason} />}
      </span>
    </Box>
  );
}
