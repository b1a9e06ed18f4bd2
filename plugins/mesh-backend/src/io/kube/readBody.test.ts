import fc from 'fast-check';
import { readLines, readText } from './readBody';
import { CutStreamError, TooLargeError } from './requestErrors';

async function* chunks(bytes: Buffer, sizes: readonly number[]) {
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function linesOf(body: AsyncIterable<Uint8Array>, max = 1_000_000) {
  const lines: string[] = [];
  for await (const line of readLines(body, max)) lines.push(line);
  return lines;
}

describe('readLines', () => {
  it('gives the same lines however the stream is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.json()),
        fc.array(fc.integer({ min: 0, max: 7 })),
        async (lines, sizes) => {
          const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));
          expect(await linesOf(chunks(bytes, sizes))).toEqual(
            lines.map(line => line.trim()).filter(Boolean),
          );
        },
      ),
    );
  });

  it('keeps characters whole that lie on the border of two chunks', async () => {
    const bytes = Buffer.from('"zwölf €"\n');
    expect(await linesOf(chunks(bytes, [4, 1, 3, 1]))).toEqual(['"zwölf €"']);
  });

  it('leaves blank lines out', async () => {
    expect(await linesOf(chunks(Buffer.from('\n{}\r\n\n'), []))).toEqual([
      '{}',
    ]);
  });

  it('fails when the stream ends within a line, after the lines before it', async () => {
    const seen: string[] = [];
    const read = async () => {
      const body = chunks(Buffer.from('{}\n{"a'), [2]);
      for await (const line of readLines(body, 100)) seen.push(line);
    };
    await expect(read()).rejects.toBeInstanceOf(CutStreamError);
    expect(seen).toEqual(['{}']);
  });

  it.each([
    ['with an end', `${'a'.repeat(11)}\n`],
    ['without one', 'a'.repeat(11)],
  ])('refuses a line that is too long, %s', async (_, text) => {
    const body = chunks(Buffer.from(text), [6]);
    await expect(linesOf(body, 10)).rejects.toBeInstanceOf(TooLargeError);
  });

  it('counts the length of each line for itself', async () => {
    const body = chunks(Buffer.from('aaaaaaaaaa\nbbbbbbbbbb\n'), [15]);
    expect(await linesOf(body, 10)).toHaveLength(2);
  });
});

describe('readText', () => {
  it('joins the chunks', async () => {
    const body = chunks(Buffer.from('zwölf'), [3]);
    expect(await readText(body, 10)).toBe('zwölf');
  });

  it('refuses what is too long', async () => {
    const body = chunks(Buffer.from('zwölf'), [3]);
    await expect(readText(body, 5)).rejects.toBeInstanceOf(TooLargeError);
  });
});
