import { SourceControlError } from './SourceControlError';

/** Files of more bytes are not what people edit. */
export const MOST_FILE_BYTES = 1024 * 1024;

/** A file as text that is the same bytes again when it is written. */
export function textOfFile(bytes: Uint8Array, path: string): string {
  if (bytes.byteLength > MOST_FILE_BYTES)
    throw new SourceControlError('too-large', path);
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes);
  } catch {
    throw new SourceControlError('unreadable', path);
  }
}
