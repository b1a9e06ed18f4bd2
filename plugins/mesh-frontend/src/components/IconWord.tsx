import Box from '@mui/material/Box';
import type SvgIcon from '@mui/material/SvgIcon';
import type { Theme } from '@mui/material/styles';
import type { ReactNode } from 'react';

export type StatusColor = keyof Theme['palette']['status'];

/** A state as icon and word; never colour alone. */
export function IconWord(props: {
  Icon: typeof SvgIcon;
  color: StatusColor;
  children: ReactNode;
}) {
  const { Icon, color, children } = props;
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.75,
        whiteSpace: 'nowrap',
      }}
    >
      <Icon
        aria-hidden
        fontSize="small"
        sx={{ color: theme => theme.palette.status[color] }}
      />
      {children}
    </Box>
  );
}
