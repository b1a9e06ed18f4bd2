import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { ReactNode } from 'react';
import { VisuallyHidden } from '../components/VisuallyHidden';
import { meshTranslationRef } from '../translation';
import { FindField } from './FindField';
import {
  DEPTHS,
  DIRECTIONS,
  type GraphState,
  type GraphView,
} from './graphState';

interface BarProps {
  state: GraphState;
  view: GraphView;
  change(change: Partial<GraphState>): void;
}

function ViewChoice({ view, change }: Omit<BarProps, 'state'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  const views: readonly GraphView[] = ['graph', 'table'];
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={view}
      aria-label={t('graph.view')}
      onChange={(_, chosen: GraphView | null) =>
        chosen && change({ view: chosen })
      }
    >
      {views.map(one => (
        <ToggleButton key={one} value={one}>
          {t(`graph.view.${one}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

function FromFocus({ state, change }: Omit<BarProps, 'view'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <TextField
        select
        size="small"
        label={t('graph.depth')}
        value={state.depth}
        onChange={({ target }) =>
          change({ depth: DEPTHS.find(one => one === Number(target.value)) })
        }
        sx={{ minWidth: '8rem' }}
      >
        {DEPTHS.map(depth => (
          <MenuItem key={depth} value={depth}>
            {t('graph.depthOf', { count: depth })}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        size="small"
        label={t('graph.direction')}
        value={state.direction}
        onChange={({ target }) =>
          change({
            direction: DIRECTIONS.find(one => one === target.value),
          })
        }
        sx={{ minWidth: '11rem' }}
      >
        {DIRECTIONS.map(direction => (
          <MenuItem key={direction} value={direction}>
            {t(`graph.direction.${direction}`)}
          </MenuItem>
        ))}
      </TextField>
    </>
  );
}

/** Everything that changes what of the calls is shown, and how. */
export function GraphBar(
  props: BarProps & {
    /** There is something that distance and direction are counted from. */
    hasFocus: boolean;
    /** How many ends the search has found; undefined where nothing is searched for. */
    found?: number;
    /** At the end of the bar. */
    children?: ReactNode;
  },
) {
  const { state, view, change, hasFocus, found, children } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const hidden = state.without.length;
  return (
    <Box
      role="search"
      aria-label={t('dependencies.title')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1,
        rowGap: 1.5,
      }}
    >
      <ViewChoice view={view} change={change} />
      {hasFocus && <FromFocus state={state} change={change} />}
      <FindField value={state.find} onChange={find => change({ find })} />
      <VisuallyHidden live>
        {found === undefined ? '' : t('graph.found', { count: found })}
      </VisuallyHidden>
      <FormControlLabel
        sx={{ ml: 0, mr: 0 }}
        componentsProps={{ typography: { variant: 'body2' } }}
        control={
          <Switch
            size="small"
            checked={state.gateways}
            onChange={(_, gateways) => change({ gateways })}
          />
        }
        label={t('graph.gateways')}
      />
      {hidden > 0 && (
        <Button size="small" onClick={() => change({ without: [] })}>
          {t('graph.showHidden', { count: hidden })}
        </Button>
      )}
      <Box sx={{ ml: 'auto' }}>{children}</Box>
    </Box>
  );
}
