/** One line of a diff, without its sign. */
export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'same' | 'place';
  readonly text: string;
}

const KINDS: Readonly<Record<string, DiffLine['kind']>> = {
  '+': 'added',
  '-': 'removed',
  ' ': 'same',
};

/**
 * The lines of a unified diff of one object. Its two file names are left out, as the object
 * is named above it; `@@` stays where it separates two places, but not before the first.
 */
export function diffLines(diff: string): readonly DiffLine[] {
  const lines = diff.split('\n');
  const first = lines.findIndex(line => line.startsWith('@@'));
  const body = first === -1 ? lines : lines.slice(first + 1);
  return body.flatMap((line): DiffLine[] => {
    if (line.startsWith('@@')) return [{ kind: 'place', text: '…' }];
    const kind = KINDS[line.charAt(0)];
    // What else there is speaks of the end of a file, of which only a part is shown.
    return kind ? [{ kind, text: line.slice(1) }] : [];
  });
}
