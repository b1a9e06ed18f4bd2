import { useTranslationRef } from '@backstage/frontend-plugin-api';
import MenuBookOutlinedIcon from '@mui/icons-material/MenuBookOutlined';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { meshTranslationRef } from '../translation';
import { FactList } from './FactList';
import { ResponsiveDialog } from './ResponsiveDialog';

/** Groups in which a reader looks for a word; the state has a word of its own. */
const GROUPS = {
  states: [
    'enrolled',
    'partial',
    'pending-restart',
    'not-enrolled',
    'opted-out',
    'misconfigured',
    'idle',
  ],
  modes: ['sidecar', 'ambient', 'proxyless', 'ztunnel', 'waypoint', 'l4', 'l7'],
  services: ['mirror', 'federated', 'imported', 'clusterSet'],
  trust: ['strict', 'permissive', 'off', 'identity', 'trustDomain'],
  installation: [
    'controlPlane',
    'revision',
    'tag',
    'cni',
    'gateway',
    'meshId',
    'network',
  ],
} as const;

function Words() {
  const { t } = useTranslationRef(meshTranslationRef);
  const groups = Object.keys(GROUPS) as (keyof typeof GROUPS)[];
  return (
    <>
      {groups.map(group => (
        <section key={group}>
          <Typography variant="subtitle1" component="h3" sx={{ m: 0, mb: 0.5 }}>
            {t(`glossary.${group}`)}
          </Typography>
          <FactList
            facts={[
              ...GROUPS[group].map(
                word => [t(`word.${word}`), t(`term.${word}`)] as const,
              ),
              ...(group === 'states'
                ? [[t('word.unknown'), t('term.stateUnknown')] as const]
                : []),
            ]}
          />
        </section>
      ))}
    </>
  );
}

/** A button that opens all words with what they mean. */
export function Glossary() {
  const { t } = useTranslationRef(meshTranslationRef);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        startIcon={<MenuBookOutlinedIcon />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('glossary.open')}
      </Button>
      <ResponsiveDialog
        open={open}
        title={t('glossary.title')}
        onClose={() => setOpen(false)}
      >
        <Words />
      </ResponsiveDialog>
    </>
  );
}
