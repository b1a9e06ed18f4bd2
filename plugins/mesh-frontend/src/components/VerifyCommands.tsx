import type { Membership } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CommandBlock } from './CommandBlock';
import { MeshText } from './MeshText';

/** Commands with what each of them shows. */
export function VerifyCommands(props: { verify: Membership['verify'] }) {
  return (
    <>
      {props.verify.map(({ text, command }) => (
        <Box key={command} sx={{ display: 'grid', gap: 0.5, minWidth: 0 }}>
          <Typography variant="body2">
            <MeshText text={text} />
          </Typography>
          <CommandBlock text={command} what={text.message} />
        </Box>
      ))}
    </>
  );
}
