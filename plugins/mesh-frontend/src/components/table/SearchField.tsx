import { useTranslationRef } from '@backstage/frontend-plugin-api';
import ClearIcon from '@mui/icons-material/Clear';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useEffect, useRef, useState } from 'react';
import { meshTranslationRef } from '../../translation';

/** A question is asked once typing pauses. */
const PAUSE_MS = 300;

/** Free text. `value` is what the list shows; what is typed may be ahead of it. */
export function SearchField(props: {
  value: string;
  onChange(value: string): void;
}) {
  const { value, onChange } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [typed, setTyped] = useState(value);
  const latest = useRef(onChange);
  latest.current = onChange;

  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => latest.current(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value]);

  return (
    <TextField
      size="small"
      label={t('table.search')}
      value={typed}
      onChange={event => setTyped(event.target.value)}
      sx={{ width: '12rem' }}
      InputProps={{
        endAdornment: typed !== '' && (
          <InputAdornment position="end">
            <IconButton
              size="small"
              edge="end"
              aria-label={t('table.clearSearch')}
              onClick={() => {
                setTyped('');
                onChange('');
              }}
            >
              <ClearIcon fontSize="small" />
            </IconButton>
          </InputAdornment>
        ),
      }}
    />
  );
}
