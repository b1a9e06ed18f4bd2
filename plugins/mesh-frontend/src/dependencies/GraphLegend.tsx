import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { healthColors, LINES } from '../components/graph/graphStyles';
import { meshTranslationRef } from '../translation';

const STATES = ['healthy', 'degraded', 'failing', 'unknown'] as const;

/** What the lines of the graph mean: each differs in more than its colour. */
export function GraphLegend() {
  const { t } = useTranslationRef(meshTranslationRef);
  const colors = healthColors(useTheme());
  return (
    <Box
      component="ul"
      aria-label={t('graph.legend')}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        typography: 'body2',
        color: 'text.secondary',
      }}
    >
      {STATES.map(state => (
        <Box
          component="li"
          key={state}
          sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}
        >
          <svg aria-hidden width="32" height="8">
            <line
              x2="32"
              y1="4"
              y2="4"
              stroke={colors[state]}
              strokeWidth={LINES[state].width}
              strokeDasharray={LINES[state].dashes}
            />
          </svg>
          {t(`graph.line.${state}`)}
        </Box>
      ))}
    </Box>
  );
}
