import type { ReactNode } from 'react';

/** One column of a list of the server. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** The server's key to sort by; absent where it cannot. */
  readonly sort?: string;
  /** The column that names the row, which cannot be hidden. */
  readonly isName?: boolean;
  /** Of columns with names or sentences, which may break anywhere. */
  readonly minWidth?: string;
  /** Numbers stand right. */
  readonly align?: 'right';
  render(row: Row): ReactNode;
  /** What a cell says as plain text, in the words of the page, for CSV. */
  text(row: Row): string;
  /** The stable name behind those words, for scripts: a second column of CSV. */
  code?(row: Row): string;
}

/** A filter of a list: values that the server knows. */
export interface TableFilter {
  /** Name of the query parameter. */
  readonly id: string;
  readonly title: string;
  readonly options: readonly {
    readonly value: string;
    readonly label: string;
  }[];
}
