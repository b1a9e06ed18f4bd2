import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  PossibleCommand,
  RequestDetails,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { MeshText } from '../components/MeshText';
import { meshTranslationRef } from '../translation';
import { CommandDialog } from './CommandDialog';
import { useApproveWord } from './useApproveWord';
import type { SimpleCommand } from './useRequestCommand';

function isSimple(
  possible: PossibleCommand,
): possible is PossibleCommand & { command: SimpleCommand } {
  return possible.command !== 'resubmit';
}

/** Why the caller may not decide; what there is nothing to do with is not spoken of. */
function WhyNot({ commands }: { commands: readonly PossibleCommand[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const refused = commands.find(({ command }) => command === 'approve');
  if (!refused || refused.allowed || !refused.reason) return null;
  return (
    <Typography variant="body2">
      {t('command.not', {
        command: t('command.approve'),
        reason: <MeshText text={refused.reason} />,
      })}
    </Typography>
  );
}

/** What the caller may do with a request, each button saying what it does. */
export function RequestCommands({ details }: { details: RequestDetails }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { request, commands } = details;
  const [given, setGiven] = useState<SimpleCommand>();
  const approveWord = useApproveWord();
  const close = () => setGiven(undefined);
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {commands
          .filter(isSimple)
          .filter(({ allowed }) => allowed)
          .map(({ command }) => (
            <Button
              key={command}
              size="small"
              variant={command === 'approve' ? 'contained' : 'outlined'}
              onClick={() => setGiven(command)}
            >
              {command === 'approve'
                ? approveWord(request)
                : t(`command.${command}`)}
            </Button>
          ))}
      </Box>
      <WhyNot commands={commands} />
      {given && (
        <CommandDialog
          command={given}
          request={request}
          onClose={close}
          onDone={close}
        />
      )}
    </Box>
  );
}
