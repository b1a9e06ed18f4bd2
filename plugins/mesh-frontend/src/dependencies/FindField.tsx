import { useTranslationRef } from '@backstage/frontend-plugin-api';
import TextField from '@mui/material/TextField';
import { meshTranslationRef } from '../translation';

/** Marks what has the text in its name; nothing is asked of the server for it. */
export function FindField(props: {
  value: string;
  onChange(value: string): void;
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <TextField
      size="small"
      type="search"
      label={t('graph.find')}
      value={props.value}
      onChange={({ target }) => props.onChange(target.value)}
      sx={{ width: '11rem' }}
    />
  );
}
