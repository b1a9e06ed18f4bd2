import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonGroup from '@mui/material/ButtonGroup';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { DateTime } from 'luxon';
import type { ChosenSpan } from '../hooks/useMetricsSpan';
import { meshTranslationRef } from '../translation';
import {
  METRICS_WINDOWS,
  shiftSpan,
  zoomBy,
  type MetricsWindow,
  type Zoom,
} from '../view/metricsSpan';

/** Half a window back and forth. */
function Shift({ chosen }: { chosen: ChosenSpan }) {
  const { span, changeSpan } = chosen;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <ButtonGroup size="small">
      <Button onClick={() => changeSpan(shiftSpan(span, -1, Date.now()))}>
        {t('span.earlier')}
      </Button>
      <Button
        disabled={span.at === undefined}
        onClick={() => changeSpan(shiftSpan(span, 1, Date.now()))}
      >
        {t('span.later')}
      </Button>
    </ButtonGroup>
  );
}

/** How far back, up to when. Times are those of the reader's own clock. */
function Range({ chosen }: { chosen: ChosenSpan }) {
  const { span, changeSpan } = chosen;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label={t('span.window')}
        value={span.window}
        onChange={(_, window: MetricsWindow | null) =>
          window && changeSpan({ ...span, window })
        }
      >
        {METRICS_WINDOWS.map(window => (
          <ToggleButton
            key={window}
            value={window}
            sx={{ textTransform: 'none', whiteSpace: 'nowrap', py: 0.5 }}
          >
            {t(`span.${window}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <TextField
        size="small"
        type="datetime-local"
        label={t('span.at')}
        InputLabelProps={{ shrink: true }}
        value={
          span.at === undefined
            ? ''
            : DateTime.fromISO(span.at).toFormat("yyyy-LL-dd'T'HH:mm")
        }
        onChange={({ target }) => {
          const at = DateTime.fromISO(target.value);
          changeSpan({
            window: span.window,
            ...(at.isValid ? { at: at.toUTC().toISO() } : {}),
          });
        }}
      />
      <Shift chosen={chosen} />
    </>
  );
}

/** What of the past is shown; dragging across a chart zooms, and so do the buttons. */
export function SpanBar(props: {
  chosen: ChosenSpan;
  /** All that there is to see, and what of it is seen (Unix seconds). */
  all: Zoom;
  shown: Zoom;
}) {
  const { chosen, all, shown } = props;
  const { changeZoom } = chosen;
  const { t } = useTranslationRef(meshTranslationRef);
  const isZoomed = shown.from > all.from || shown.to < all.to;
  return (
    <Box
      role="group"
      aria-label={t('span.title')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1.5,
        rowGap: 1.5,
      }}
    >
      <Range chosen={chosen} />
      <ButtonGroup size="small">
        <Button
          disabled={zoomBy(shown, 0.5, all) === undefined}
          onClick={() => changeZoom(zoomBy(shown, 0.5, all))}
        >
          {t('span.zoomIn')}
        </Button>
        <Button
          disabled={!isZoomed}
          onClick={() => changeZoom(zoomBy(shown, 2, all))}
        >
          {t('span.zoomOut')}
        </Button>
        <Button disabled={!isZoomed} onClick={() => changeZoom(undefined)}>
          {t('span.zoomAll')}
        </Button>
      </ButtonGroup>
    </Box>
  );
}
