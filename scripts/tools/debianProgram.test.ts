import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { findTool } from './findTool.ts';
import { ToolMissingError, ToolVariableError } from './Tool.ts';

/** Puts what a package would have into the folder that dpkg-deb is told. */
const unpacks = (version: string) => `
mkdir -p "$3/usr/bin"
for name in prometheus promtool; do
  printf '#!/bin/sh\\necho "%s, version ${version}"\\n' $name > "$3/usr/bin/$name"
  chmod +x "$3/usr/bin/$name"
done`;

describe('a program of a package of the distribution', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'meshport-deb-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const script = (name: string, text: string) => {
    const directory = join(folder, 'bin');
    mkdirSync(directory, { recursive: true });
    const file = join(directory, name);
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
  };
  const ownPath = process.env.PATH;
  const find = (name: 'prometheus' | 'promtool', env = {}) => {
    process.env.PATH = [join(folder, 'bin'), '/usr/bin', '/bin'].join(
      delimiter,
    );
    return findTool(name, {
      env: {
        MESHPORT_CACHE: join(folder, 'cache'),
        PATH: join(folder, 'bin'),
        ...env,
      },
      report: () => undefined,
    }).finally(() => {
      process.env.PATH = ownPath;
    });
  };

  it('is downloaded and unpacked once for all programs of the package', async () => {
    script('apt-get', `echo x >> "${folder}/downloads"; touch it.deb`);
    script('dpkg-deb', unpacks('2.45.0'));
    const made = await find('prometheus');
    assert.equal(made.source, 'made');
    assert.ok(existsSync(made.path));
    const second = await find('promtool');
    assert.equal(second.source, 'cache');
    const left = readdirSync(join(folder, 'cache', 'prometheus'));
    assert.equal(left.length, 1, `what is left: ${left}`);
  });

  it('comes with lists of our own where the machine has none', async () => {
    script(
      'apt-get',
      `case "$*" in download*) exit 100;; *update*) exit 0;; *) touch it.deb;; esac`,
    );
    script('dpkg-deb', unpacks('2.45.0'));
    assert.equal((await find('promtool')).source, 'made');
  });

  it('of an old distribution is refused, and what to do is said', async () => {
    script('apt-get', 'touch it.deb');
    script('dpkg-deb', unpacks('2.31.2'));
    await assert.rejects(
      find('prometheus'),
      (error: Error) =>
        error instanceof ToolMissingError &&
        /prometheus\.io\/download.*set PROMETHEUS.*has 2\.31.*2\.40 is needed/.test(
          error.message,
        ),
    );
  });

  it('cannot be had without apt, and what to do is said', async () => {
    await assert.rejects(find('promtool'), (error: Error) =>
      /promtool is not here: .*set PROMTOOL/.test(error.message),
    );
  });

  it('is not looked for elsewhere when the variable leads to nothing', async () => {
    await assert.rejects(
      find('prometheus', { PROMETHEUS: join(folder, 'none') }),
      ToolVariableError,
    );
  });
});
