import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root';

const PAGE = join(ROOT, 'packages', 'lab', 'EXPECTED.md');

/** One row of a table by its column titles. */
export type Row = Readonly<Record<string, string>>;

/** A table of the page, by the headings above it. */
export interface Table {
  /** The cluster; `Entities` for the last part of the page. */
  section: string;
  /** `Workloads`, `Meshes` ... */
  heading: string;
  titles: readonly string[];
  rows: readonly Row[];
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim());
}

/** Parts of a text below the headings of one level, by heading; what is above the first is left out. */
function parts(text: string, level: string): [string, string][] {
  return text
    .split(new RegExp(`^${level} (?=\\S)`, 'm'))
    .slice(1)
    .map(part => {
      const end = part.indexOf('\n');
      return [part.slice(0, end).trim(), part.slice(end + 1)];
    });
}

function tableOf(
  section: string,
  heading: string,
  text: string,
): Table | undefined {
  const lines = text.split('\n').filter(line => line.startsWith('|'));
  if (lines.length === 0) return undefined;
  const [titles, , ...rows] = lines.map(cellsOf);
  return {
    ...{ section, heading, titles },
    rows: rows.map(cells =>
      Object.fromEntries(cells.map((cell, index) => [titles[index], cell])),
    ),
  };
}

/** Every table of the page that says what the portal must say about the lab. */
export function expectedTables(): Table[] {
  return parts(readFileSync(PAGE, 'utf8'), '##').flatMap(([section, text]) =>
    parts(text, '###').flatMap(([heading, below]) => {
      const table = tableOf(section, heading, below);
      return table ? [table] : [];
    }),
  );
}

/** The clusters that the page describes, in its order. */
export function expectedClusters(): string[] {
  const sections = expectedTables().map(({ section }) => section);
  return [...new Set(sections)].filter(section => section !== 'Entities');
}

/** The rows of all tables with that heading; below `Entities`, of all its tables. */
export function expectedRows(section: string, heading?: string): Row[] {
  return expectedTables()
    .filter(
      table =>
        table.section === section &&
        (heading === undefined || table.heading === heading),
    )
    .flatMap(({ rows }) => rows);
}
