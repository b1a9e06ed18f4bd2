import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import ListItemText from '@mui/material/ListItemText';
import MenuItem from '@mui/material/MenuItem';
import OutlinedInput from '@mui/material/OutlinedInput';
import Select from '@mui/material/Select';
import { useId } from 'react';
import { meshTranslationRef } from '../../translation';
import type { TableFilter } from './Column';

/** Any of several values; nothing chosen means all. */
export function FilterSelect(props: {
  filter: TableFilter;
  chosen: readonly string[];
  onChange(values: readonly string[]): void;
}) {
  const { filter, chosen, onChange } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const id = useId();
  // One from a shared address may be of a cluster that is gone: it must be visible to be taken away.
  const unknown = chosen.filter(
    value => !filter.options.some(option => option.value === value),
  );
  const options = [
    ...filter.options,
    ...unknown.map(value => ({ value, label: value })),
  ];
  const labelOf = (value: string) =>
    options.find(option => option.value === value)?.label ?? value;
  return (
    <FormControl size="small" sx={{ width: '9rem' }}>
      <InputLabel id={`${id}-label`} shrink>
        {filter.title}
      </InputLabel>
      <Select
        multiple
        displayEmpty
        id={id}
        labelId={`${id}-label`}
        value={[...chosen]}
        input={<OutlinedInput label={filter.title} notched />}
        renderValue={values =>
          values.length > 0 ? values.map(labelOf).join(', ') : t('table.any')
        }
        onChange={({ target: { value } }) =>
          onChange(typeof value === 'string' ? value.split(',') : value)
        }
      >
        {options.map(option => (
          <MenuItem key={option.value} value={option.value} dense>
            <Checkbox
              size="small"
              checked={chosen.includes(option.value)}
              tabIndex={-1}
              disableRipple
              inputProps={{ 'aria-hidden': true }}
            />
            <ListItemText primary={option.label} />
          </MenuItem>
        ))}
      </Select>
    </FormControl>
  );
}
