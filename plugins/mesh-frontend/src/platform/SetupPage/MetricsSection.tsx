import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Setup } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CommandBlock } from '../../components/CommandBlock';
import { MeshText } from '../../components/MeshText';
import { Section } from '../../components/Section';
import { meshTranslationRef } from '../../translation';
import { Remark } from './Remark';
import { StoresTable } from './StoresTable';

/** What to paste into the configuration for there to be numbers. */
function Advice({ text, configuration }: NonNullable<Setup['storeAdvice']>) {
  return (
    <Box sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
      <Typography variant="body2">
        <MeshText text={text} />
      </Typography>
      <CommandBlock text={configuration.trimEnd()} what="mesh.metrics.stores" />
    </Box>
  );
}

/** What is wrong with a store, then what is doubtful of it; each sentence names the store. */
function Remarks({ stores }: Required<Pick<Setup, 'stores'>>) {
  const reasons = stores.flatMap(({ reason }) => reason ?? []);
  const notes = stores.flatMap(store => store.notes);
  return (
    <>
      {reasons.map(text => (
        <Remark key={text.message} text={text} severity="warning" />
      ))}
      {notes.map(text => (
        <Remark key={text.message} text={text} severity="info" />
      ))}
    </>
  );
}

/** Where numbers of traffic come from, and how asking for them goes. */
export function MetricsSection({ setup }: { setup: Setup }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { stores = [], storeAdvice, clusters } = setup;
  if (stores.length === 0 && !storeAdvice) return null;
  return (
    <Section title={t('setup.stores')}>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: 'minmax(0, 1fr)',
          gap: 1,
        }}
      >
        {storeAdvice && <Advice {...storeAdvice} />}
        <Remarks stores={stores} />
        {stores.length > 0 && (
          <StoresTable stores={stores} clusters={clusters} />
        )}
      </Box>
    </Section>
  );
}
