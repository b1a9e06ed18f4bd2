import { chmodSync, renameSync, writeFileSync } from 'node:fs';

/** Writes a file that only its owner may read, in one step, so that nobody sees half of it. */
export function writePrivately(file: string, content: string): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, content.endsWith('\n') ? content : `${content}\n`, {
    mode: 0o600,
  });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
