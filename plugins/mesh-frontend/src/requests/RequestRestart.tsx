import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RequestFormOf } from '@meshport/plugin-mesh-common';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { meshTranslationRef } from '../translation';
import { AskDialog } from './AskDialog';

type RestartForm = RequestFormOf<'workload-restart'>;

/**
 * Asks for a restart of what is mended by one; nothing to press without a `form`. What is
 * being asked for stays as it was when the dialog was opened, also where the line is gone.
 */
export function RequestRestart({ form }: { form?: RestartForm }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const [asked, setAsked] = useState<RestartForm>();
  return (
    <>
      {form && (
        <Button variant="outlined" size="small" onClick={() => setAsked(form)}>
          {t('ask.restart')}
        </Button>
      )}
      {asked && (
        <AskDialog
          open
          form={asked}
          title={t('ask.restartTitle', {
            count: asked.workloads.length,
            name: `${asked.workloads[0].kind} ${asked.workloads[0].name}`,
          })}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
