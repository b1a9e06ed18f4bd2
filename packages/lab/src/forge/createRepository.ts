import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Git } from './Git.ts';
import { pastOf, type PastCommit } from './fleetHistory.ts';

/** The branch that Flux follows and pull requests lead to. */
export const MAIN = 'main';

/** Makes the bare repository anew, with a past that ends in these files: a lab forgets when it ends. */
export async function createRepository(options: {
  directory: string;
  files: Readonly<Record<string, string>>;
  now: Date;
}): Promise<Git> {
  const { directory, files, now } = options;
  await rm(directory, { recursive: true, force: true });
  await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
  const git = new Git(directory);
  const quietly = ['--quiet', '--template='];
  await git.run(['init', '--bare', ...quietly, `--initial-branch=${MAIN}`]);
  const input = Buffer.concat(pastOf(files, now).map(asImport));
  await git.run(['fast-import', '--quiet', '--done'], {
    input: Buffer.concat([input, Buffer.from('done\n')]),
  });
  // Pushes over HTTP are authenticated by the forge, which git does not know.
  await git.run(['config', 'http.receivepack', 'true']);
  return git;
}

/** A commit in the format of git fast-import. */
function asImport({ time, author, message, files }: PastCommit): Buffer {
  const who = `${author.name} <${author.email}> ${time} +0000`;
  const text = `${message}\n`;
  return Buffer.concat([
    Buffer.from(
      `commit refs/heads/${MAIN}\nauthor ${who}\ncommitter ${who}\n${data(
        text,
      )}`,
    ),
    ...[...files].map(([path, content]) =>
      Buffer.from(`M 100644 inline ${path}\n${data(content)}`),
    ),
    Buffer.from('\n'),
  ]);
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
