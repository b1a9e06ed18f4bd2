import type { Theme } from '@mui/material/styles';

/** How a line is drawn: colour and dashes, so that neither has to tell alone. */
export interface LineLook {
  readonly color: string;
  /** As in SVG's `stroke-dasharray`. */
  readonly dashes?: string;
}

const DASHES = [undefined, '7 3', '2 3', '9 3 2 3', '4 2'] as const;

/** Of the theme alone; the shade that stands out from its background. */
function colors({ palette }: Theme): readonly string[] {
  const shade = palette.mode === 'dark' ? 'light' : 'dark';
  return [
    palette.primary.main,
    palette.warning[shade],
    palette.success[shade],
    palette.error[shade],
    palette.info[shade],
    palette.text.secondary,
  ];
}

/** The look of the line at `index`; after all pairs have been used they come again. */
export function lineLook(theme: Theme, index: number): LineLook {
  const all = colors(theme);
  return {
    color: all[index % all.length],
    dashes: DASHES[index % DASHES.length],
  };
}

/** The look of what is asked of the numbers, which is no line of its own. */
export function objectiveLook({ palette }: Theme): LineLook {
  return { color: palette.text.secondary, dashes: '2 4' };
}
