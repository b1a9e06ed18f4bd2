import { Link } from '@backstage/core-components';
import { styled } from '@mui/material/styles';

/**
 * A link that takes the whole of its positioned row, so that all of it can be clicked;
 * what has a meaning on hover (times, terms) stays above it.
 */
export const RowLink = styled(Link)({
  '&::after': { content: '""', position: 'absolute', inset: 0 },
  '&:focus-visible': { outline: 'none' },
  '&:focus-visible::after': {
    outline: '2px solid currentColor',
    outlineOffset: -2,
    borderRadius: 4,
  },
});

/** For the row around a {@link RowLink}. */
export const LINKED_ROW = {
  position: 'relative',
  '& time, & [tabindex="0"]': { position: 'relative', zIndex: 1 },
} as const;
