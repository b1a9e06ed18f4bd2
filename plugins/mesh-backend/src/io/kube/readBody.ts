import { CutStreamError, TooLargeError } from './requestErrors';

const NEWLINE = 0x0a;

/** The whole body as text; fails with a TooLargeError beyond `maxBytes`. */
export async function readText(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLargeError(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * The lines of a stream, whatever its chunks, blank ones left out. Fails with a
 * TooLargeError on a line beyond `maxLineBytes` (nothing larger is ever held), with a
 * CutStreamError when the stream ends within a line.
 */
export async function* readLines(
  body: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<string, void, undefined> {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  const keep = (piece: Uint8Array) => {
    bytes += piece.byteLength;
    if (bytes > maxLineBytes) throw new TooLargeError(maxLineBytes);
    pieces.push(piece);
  };
  const take = () => {
    const line = Buffer.concat(pieces).toString('utf8').trim();
    pieces = [];
    bytes = 0;
    return line;
  };
  for await (const chunk of body) {
    let start = 0;
    for (
      let end = chunk.indexOf(NEWLINE);
      end >= 0;
      end = chunk.indexOf(NEWLINE, start)
    ) {
      keep(chunk.subarray(start, end));
      start = end + 1;
      const line = take();
      if (line) yield line;
    }
    if (start < chunk.byteLength) keep(chunk.subarray(start));
  }
  if (take()) throw new CutStreamError();
}
