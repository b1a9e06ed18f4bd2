/** A part of a text, and what stands there afterwards. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function spliced(text: string, { start, end, text: put }: Splice) {
  return text.slice(0, start) + put + text.slice(end);
}

/** Whole lines put in after the line that an offset is in, or before the end of the file. */
export function linesAfter(
  text: string,
  offset: number,
  { lines, lineEnd }: { lines: string; lineEnd: string },
): Splice {
  const isLineStart = offset > 0 && text[offset - 1] === '\n';
  const end = text.indexOf('\n', offset);
  if (isLineStart) return { start: offset, end: offset, text: lines + lineEnd };
  return end < 0
    ? { start: text.length, end: text.length, text: lineEnd + lines }
    : { start: end + 1, end: end + 1, text: lines + lineEnd };
}

/** Whole lines taken out; a file that ends without a line end goes on doing so. */
export function withoutLines(
  text: string,
  { start, end }: { start: number; end: number },
): Splice {
  if (end < text.length || text.endsWith('\n')) return { start, end, text: '' };
  const before = text.slice(0, start).replace(/\r?\n$/, '').length;
  return { start: before, end, text: '' };
}
