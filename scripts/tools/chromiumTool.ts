import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { isExecutable } from './executables.ts';
import { ToolMissingError, ToolVariableError, type Tool } from './Tool.ts';

const run = promisify(execFile);

const HOW_TO_GET =
  'Chromium is not here: install Chromium or Chrome, or set CHROMIUM_PATH to its executable.';

const FONT_CONFIGURATION = 'fonts.conf';

/** The package holds Chromium's headless shell for x64 Linux; Playwright's own download serves everyone else. */
const HAS_PACKAGE = process.platform === 'linux' && process.arch === 'x64';

/** From the working directory, because this file is loaded both as an ES module and, by Jest, as CommonJS. */
function resolvePackage(name: string): string {
  const require = createRequire(join(process.cwd(), 'package.json'));
  return require.resolve(name);
}

/** The folder of a package whose package.json may be hidden by its `exports`. */
function packageDirectory(name: string): string {
  let directory = dirname(resolvePackage(name));
  while (!existsSync(join(directory, 'package.json'))) {
    directory = dirname(directory);
  }
  return directory;
}

function packageVersion(directory: string): string {
  const text = readFileSync(join(directory, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Executable, and the package's own NSS libraries and fonts, which a bare machine or container does not have. */
function unpacked(directory: string) {
  return {
    path: join(directory, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(directory, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(directory, FONT_CONFIGURATION),
    },
  };
}

/** The machine's own fonts, if it has any, and those of the package, whose own configuration looks in /tmp/fonts. */
function fontConfiguration(directory: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${directory}/fonts</dir>
  <cachedir>${directory}/fonts-cache</cachedir>
</fontconfig>
`;
}

/** The package unpacks into the temporary directory of its process and nowhere else, so it gets one of our own. */
async function unpackInto(directory: string): Promise<void> {
  const from = packageDirectory('@sparticuz/chromium');
  const files = ['chromium', 'fonts.tar', 'swiftshader.tar', 'al2023.tar'].map(
    name => join(from, 'bin', `${name}.br`),
  );
  const script = `
    const { inflate } = await import(${JSON.stringify(
      pathToFileURL(join(from, 'build', 'index.js')).href,
    )});
    await Promise.all(${JSON.stringify(files)}.map(file => inflate(file)));`;
  await run(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TMPDIR: directory },
  });
}

/** Runs JavaScript or a program of playwright-core, which keeps its browsers in `directory` then. */
async function playwright(directory: string, args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, args, {
    env: { ...process.env, PLAYWRIGHT_BROWSERS_PATH: directory },
  });
  return stdout;
}

async function playwrightExecutable(
  directory: string,
): Promise<string | undefined> {
  const core = JSON.stringify(resolvePackage('playwright-core'));
  const path = await playwright(directory, [
    '-p',
    `require(${core}).chromium.executablePath()`,
  ]);
  return isExecutable(path.trim()) ? path.trim() : undefined;
}

async function downloadWithPlaywright(directory: string): Promise<string> {
  const cli = join(dirname(resolvePackage('playwright-core')), 'cli.js');
  await playwright(directory, [cli, 'install', 'chromium']);
  const path = await playwrightExecutable(directory);
  if (!path) throw new Error('Playwright installed no executable');
  return path;
}

async function unpack(directory: string): Promise<void> {
  const fresh = `${directory}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await unpackInto(fresh);
  await writeFile(
    join(fresh, FONT_CONFIGURATION),
    fontConfiguration(directory),
  );
  await rename(fresh, directory);
}

/** For the browser tests. CHROMIUM_PATH names an installed one. */
export const chromiumTool: Tool = {
  name: 'chromium',
  get version() {
    const name = HAS_PACKAGE ? '@sparticuz/chromium' : 'playwright-core';
    return packageVersion(packageDirectory(name));
  },
  onPath: ['chromium', 'chromium-browser', 'google-chrome', 'chrome'],
  // The first whose headless mode is the browser that people see.
  oldestOnPath: [112, 0],
  fromEnvironment({ CHROMIUM_PATH: path }) {
    if (!path || isExecutable(path)) return path || undefined;
    throw new ToolVariableError(
      `CHROMIUM_PATH is ${path}, which is not an executable file: correct it or unset it.`,
    );
  },
  async fromCache({ directory }) {
    if (!existsSync(directory)) return undefined;
    if (HAS_PACKAGE) return unpacked(directory);
    const path = await playwrightExecutable(directory);
    return path ? { path } : undefined;
  },
  async make({ directory, report }) {
    try {
      if (HAS_PACKAGE) {
        report(`Unpacking Chromium into ${directory}`);
        await unpack(directory);
        return unpacked(directory);
      }
      report(`Downloading Chromium into ${directory} (once)`);
      return { path: await downloadWithPlaywright(directory) };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ToolMissingError(`${HOW_TO_GET} (${reason})`, { cause });
    }
  },
};
