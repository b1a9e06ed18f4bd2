import Box from '@mui/material/Box';
import { keyframes } from '@mui/material/styles';
import { useChangeCount } from '../hooks/useChangeCount';

const fade = keyframes`from { opacity: 1; } to { opacity: 0; }`;

/**
 * A tint that fades once whenever `signature` changes. Lies over its positioned
 * parent without taking part in layout or pointer events.
 */
export function JustUpdated(props: { signature: string }) {
  const count = useChangeCount(props.signature);
  if (count === 0) return null;
  return (
    <Box
      key={count}
      aria-hidden
      sx={{
        position: 'absolute',
        inset: 0,
        pointerEvents: 'none',
        borderRadius: 1,
        bgcolor: 'action.selected',
        opacity: 0,
        animation: `${fade} 2.5s ease-out`,
        '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
      }}
    />
  );
}
