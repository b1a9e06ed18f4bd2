import type { Health } from '@meshport/plugin-mesh-common';
import type { Theme } from '@mui/material/styles';

/** The theme's colour of each state. */
export function healthColors({
  palette,
}: Theme): Readonly<Record<Health, string>> {
  const { status } = palette;
  return {
    healthy: status.ok,
    degraded: status.warning,
    failing: status.error,
    idle: status.aborted,
    unknown: status.aborted,
  };
}

/** Lines differ in more than colour. */
const LINES: Readonly<Record<Health, { width: number; dashes?: string }>> = {
  healthy: { width: 1.5 },
  degraded: { width: 2, dashes: '9 4' },
  failing: { width: 3.5 },
  idle: { width: 1, dashes: '2 4' },
  unknown: { width: 1, dashes: '2 4' },
};

function callStyles(colors: Readonly<Record<Health, string>>) {
  const states = Object.keys(LINES) as Health[];
  return Object.fromEntries(
    states.flatMap(health => [
      [`& .meshHealth-${health}`, { fill: colors[health] }],
      [
        `& .react-flow__edge-path.meshCall-${health}`,
        {
          stroke: colors[health],
          strokeWidth: LINES[health].width,
          strokeDasharray: LINES[health].dashes,
        },
      ],
    ]),
  );
}

const clipped = {
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
} as const;

function nodeStyles({ palette, shape, typography }: Theme) {
  return {
    '& .meshEnd': {
      boxSizing: 'border-box',
      width: '100%',
      height: '100%',
      padding: '8px 12px',
      display: 'grid',
      alignContent: 'center',
      gap: '4px',
      backgroundColor: palette.background.paper,
      color: palette.text.primary,
      border: `1px solid ${palette.text.secondary}`,
      borderRadius: `${shape.borderRadius}px`,
      fontFamily: typography.fontFamily,
      fontSize: '0.8125rem',
      lineHeight: 1.2,
      cursor: 'pointer',
      '&:focus-visible': {
        outline: `3px solid ${palette.primary.main}`,
        outlineOffset: '2px',
      },
    },
    '& .meshEnd-hidden, & .meshEnd-external': { borderStyle: 'dashed' },
    '& .meshEnd-gateway': { borderRadius: '999px', px: 3 },
    '& .meshEnd-focus': { borderWidth: '3px' },
    '& .meshEnd-selected': { boxShadow: `0 0 0 3px ${palette.primary.main}` },
    '& .meshEnd-name, & .meshEnd-health': {
      display: 'flex',
      alignItems: 'center',
      gap: '6px',
      minWidth: 0,
    },
    '& .meshEnd-name > span': { ...clipped, fontWeight: 600 },
    '& .meshEnd-health': { color: palette.text.secondary },
    '& .meshKind, & .meshHealth': { flexShrink: 0 },
    '& .meshKind': { fill: palette.text.secondary },
    '& .meshFrame': {
      boxSizing: 'border-box',
      width: '100%',
      height: '100%',
      padding: '8px 12px',
      border: `1px solid ${palette.divider}`,
      borderRadius: `${shape.borderRadius}px`,
      backgroundColor: palette.action.hover,
      color: palette.text.secondary,
      fontFamily: typography.fontFamily,
      fontSize: '0.8125rem',
      fontWeight: 600,
    },
  };
}

/** All looks of a graph in one place: its parts are many and stay plain. */
export function graphStyles(theme: Theme) {
  const { palette, typography } = theme;
  return {
    '& .react-flow__handle': {
      opacity: 0,
      minWidth: 0,
      minHeight: 0,
      width: '1px',
      height: '1px',
      border: 0,
      pointerEvents: 'none',
    },
    '& .react-flow__attribution': {
      background: 'none',
      '& a': { color: palette.text.secondary },
    },
    '& .meshDim': { opacity: 0.3 },
    '& .meshCall-label': {
      fill: palette.text.primary,
      // A border in the colour of the ground keeps words legible on lines.
      stroke: palette.background.paper,
      strokeWidth: 4,
      paintOrder: 'stroke',
      textAnchor: 'middle',
      dominantBaseline: 'middle',
      fontFamily: typography.fontFamily,
      fontSize: '11px',
      pointerEvents: 'none',
    },
    ...nodeStyles(theme),
    ...callStyles(healthColors(theme)),
  };
}
