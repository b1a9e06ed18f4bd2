import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Snackbar from '@mui/material/Snackbar';
import Tooltip from '@mui/material/Tooltip';
import { useState } from 'react';
import { meshTranslationRef } from '../../translation';
import type { Column } from './Column';
import { toCsv } from './csv';

/** Gives the browser a file. */
function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Downloads all pages of the list as it is filtered and sorted, in every column. */
export function CsvButton<Row>(props: {
  what: string;
  columns: readonly Column<Row>[];
  total?: number;
  /** For lists that do not count their rows. */
  hasRows?: boolean;
  loadAll(): Promise<readonly Row[]>;
}) {
  const { what, columns, total, hasRows = Boolean(total), loadAll } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const download = async () => {
    setBusy(true);
    try {
      const rows = await loadAll();
      const fields = columns.flatMap(({ title, text, code }) => [
        { title, cell: text },
        ...(code ? [{ title: t('table.code', { title }), cell: code }] : []),
      ]);
      const titles = fields.map(({ title }) => title);
      const cells = rows.map(row => fields.map(({ cell }) => cell(row)));
      save(`${what.toLocaleLowerCase()}.csv`, toCsv([titles, ...cells]));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Tooltip
        describeChild
        title={total === undefined ? '' : t('table.csvHint', { count: total })}
      >
        <span>
          <Button
            size="small"
            disabled={busy || !hasRows}
            aria-busy={busy}
            onClick={download}
          >
            {busy ? t('table.csvRunning') : t('table.csv')}
          </Button>
        </span>
      </Tooltip>
      <Snackbar
        open={failure !== undefined}
        onClose={() => setFailure(undefined)}
      >
        <Alert severity="error" onClose={() => setFailure(undefined)}>
          {t('table.csvFailed', { reason: failure ?? '' })}
        </Alert>
      </Snackbar>
    </>
  );
}
