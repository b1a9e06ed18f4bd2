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
export const LINES: Readonly<
  Record<Health, { width: number; dashes?: string }>
> = {
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
          // As thick from afar, where there is nothing else to see of a call.
          vectorEffect: 'non-scaling-stroke',
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
    '& .meshEnd-hidden .meshEnd-health': { display: 'none' },
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
    '& .meshEnd-hidden .meshEnd-name > span': { whiteSpace: 'normal' },
    '& .meshEnd-health': { color: palette.text.secondary },
    '& .meshEnd-health > span': clipped,
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
      whiteSpace: 'nowrap',
      fontWeight: 600,
    },
  };
}

/** From afar a node is its name and the shape of its health, both as large as they can be. */
const FAR_STYLES = {
  '&.meshFar .meshEnd': {
    display: 'flex',
    flexDirection: 'row-reverse',
    justifyContent: 'flex-end',
    padding: '2px 8px',
    gap: '8px',
  },
  '&.meshFar .meshEnd-name > span': {
    fontSize: '23px',
    lineHeight: '26px',
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: '2',
  },
  '&.meshFar .meshKind, &.meshFar .meshEnd-health > span': { display: 'none' },
  '&.meshFar .meshEnd-health': { flexShrink: 0 },
  '&.meshFar .meshHealth': { width: '32px', height: '32px' },
  '&.meshFar .meshFrame': {
    fontSize: '26px',
    lineHeight: 1,
    padding: '4px 12px',
  },
} as const;

/** All looks of a graph in one place: its parts are many and stay plain. */
export function graphStyles(theme: Theme) {
  const { palette, shape, typography } = theme;
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
      position: 'absolute',
      padding: '0 4px',
      borderRadius: `${shape.borderRadius}px`,
      backgroundColor: palette.background.paper,
      color: palette.text.primary,
      fontFamily: typography.fontFamily,
      fontSize: '11px',
      lineHeight: '14px',
      textAlign: 'center',
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
      pointerEvents: 'none',
    },
    ...nodeStyles(theme),
    ...callStyles(healthColors(theme)),
    ...FAR_STYLES,
  };
}
