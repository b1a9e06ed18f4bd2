import type { Result } from './Result.ts';
import { figuresOf, isMissed, type Figure } from './targets.ts';

function written(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

function ratio(value: number, before: number | undefined): string {
  if (before === undefined) return '-';
  if (value === before) return '1.00';
  return before === 0 ? 'was 0' : (value / before).toFixed(2);
}

function verdict(figure: Figure): string {
  if (figure.most === undefined) return '';
  return isMissed(figure) ? 'MISSED' : 'met';
}

/** A Markdown table of a run against the targets, and against the run before. */
export function table(result: Result, before: Result | undefined): string {
  return figureTable(figuresOf(result), before ? figuresOf(before) : []);
}

/** The same of figures alone; `before` is empty where there was no run before. */
export function figureTable(
  figures: readonly Figure[],
  before: readonly Figure[],
): string {
  const known = new Map(before.map(({ id, value }) => [id, value]));
  const rows = figures.map(figure => {
    const { what, value, unit, most, id } = figure;
    return [
      what,
      `${written(value)} ${unit}`.trim(),
      most === undefined ? '' : `<= ${most} ${unit}`.trim(),
      verdict(figure),
      ratio(value, known.get(id)),
    ];
  });
  const head = ['figure', 'value', 'target', '', 'x last'];
  const all = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.max(3, ...all.map(row => row[column].length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  const rule = line(widths.map(width => '-'.repeat(width)));
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** When and on what was measured. */
export function machineLine({
  at,
  machine,
}: Pick<Result, 'at' | 'machine'>): string {
  const gibibytes = (machine.memoryBytes / 2 ** 30).toFixed(0);
  const flags = machine.nodeOptions ? ` ${machine.nodeOptions}` : '';
  return `${at}: ${machine.cpu}, ${machine.cores} cores, ${gibibytes} GiB, Node ${machine.node}${flags}`;
}

/** Where, on what and how much was measured. */
export function heading({ at, machine, options, healthy }: Result): string {
  const { clusters, services, pods, seconds } = options;
  const [before, after] = healthy.load;
  return [
    machineLine({ at, machine }),
    `${clusters} clusters, ${clusters * services} services, ${
      clusters * services * pods
    } pods; windows of ${seconds} s; load average ${before} before, ${after} after`,
  ].join('\n');
}
