import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useReactFlow } from '@xyflow/react';
import AddIcon from '@mui/icons-material/Add';
import AutoFixHighIcon from '@mui/icons-material/AutoFixHigh';
import FitScreenIcon from '@mui/icons-material/FitScreen';
import RemoveIcon from '@mui/icons-material/Remove';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { meshTranslationRef } from '../../translation';

/** Zoom, all of it, and everything placed anew. */
export function GraphButtons({ tidy }: { tidy(): void }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const buttons = [
    [t('graph.zoomIn'), AddIcon, () => void zoomIn()],
    [t('graph.zoomOut'), RemoveIcon, () => void zoomOut()],
    [t('graph.fit'), FitScreenIcon, () => void fitView()],
    [t('graph.tidy'), AutoFixHighIcon, tidy],
  ] as const;
  return (
    <Box
      sx={{
        position: 'absolute',
        top: 8,
        right: 8,
        zIndex: 5,
        display: 'flex',
        bgcolor: 'background.paper',
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
      }}
    >
      {buttons.map(([title, Icon, onClick]) => (
        <Tooltip key={title} title={title}>
          <IconButton size="small" aria-label={title} onClick={onClick}>
            <Icon fontSize="small" />
          </IconButton>
        </Tooltip>
      ))}
    </Box>
  );
}
