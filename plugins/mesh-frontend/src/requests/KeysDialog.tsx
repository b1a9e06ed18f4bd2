import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { FactList } from '../components/FactList';
import { ResponsiveDialog } from '../components/ResponsiveDialog';
import { meshTranslationRef } from '../translation';
import { REQUEST_KEYS, type RequestKey } from './requestKeys';

const NAMES: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
};

/** The keys of the list of requests. */
export function KeysDialog(props: { open: boolean; onClose(): void }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const words: Readonly<Record<RequestKey, string>> = {
    next: t('keys.next'),
    previous: t('keys.previous'),
    open: t('keys.open'),
    approve: t('keys.approve'),
    reject: t('keys.reject'),
    'ask-for-changes': t('keys.ask'),
    page: t('keys.page'),
    help: t('keys.help'),
  };
  const rows = Object.entries(REQUEST_KEYS) as [RequestKey, string[]][];
  return (
    <ResponsiveDialog {...props} title={t('keys.title')}>
      <Typography variant="body2">{t('keys.hint')}</Typography>
      <FactList
        facts={rows.map(([name, keys]) => [
          <Box key={name} component="span" sx={{ display: 'flex', gap: 1 }}>
            {keys.map(key => (
              <kbd key={key}>{NAMES[key] ?? key}</kbd>
            ))}
          </Box>,
          words[name],
        ])}
      />
    </ResponsiveDialog>
  );
}
