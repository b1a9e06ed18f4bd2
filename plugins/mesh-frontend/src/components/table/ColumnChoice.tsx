import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import ListItemText from '@mui/material/ListItemText';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useId, useState } from 'react';
import { meshTranslationRef } from '../../translation';
import type { Column } from './Column';

/** Which columns are shown. */
export function ColumnChoice<Row>(props: {
  columns: readonly Column<Row>[];
  hidden: readonly string[];
  onChange(hidden: readonly string[]): void;
}) {
  const { columns, hidden, onChange } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  const toggle = (column: string) =>
    onChange(
      hidden.includes(column)
        ? hidden.filter(other => other !== column)
        : [...hidden, column],
    );
  return (
    <>
      <Button
        size="small"
        id={`${id}-button`}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-controls={anchor ? `${id}-menu` : undefined}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('table.columns')}
      </Button>
      <Menu
        id={`${id}-menu`}
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        MenuListProps={{ 'aria-labelledby': `${id}-button`, dense: true }}
      >
        {columns
          .filter(column => !column.isName)
          .map(column => (
            <MenuItem
              key={column.id}
              role="menuitemcheckbox"
              aria-checked={!hidden.includes(column.id)}
              onClick={() => toggle(column.id)}
            >
              <Checkbox
                size="small"
                checked={!hidden.includes(column.id)}
                tabIndex={-1}
                disableRipple
                inputProps={{ 'aria-hidden': true }}
              />
              <ListItemText primary={column.title} />
            </MenuItem>
          ))}
      </Menu>
    </>
  );
}
