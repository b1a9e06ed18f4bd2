import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { newNames, renamer } from './renaming';
import { ROOT } from './root';
import { startWorld, type World, type WorldOptions } from './World';

/** New names by old ones, in every renamed world. */
export const NAMES = newNames();

/** Turns what stands on a page of the lab into what it is called in a renamed world. */
export const rename = renamer(NAMES);

interface PortalConfig {
  auth: { providers: { guest: unknown } };
  mesh: Record<string, unknown>;
}

/** The parts of the portal's own configuration that name clusters and groups. */
function renamedConfig(): PortalConfig {
  const text = readFileSync(join(ROOT, 'app-config.yaml'), 'utf8');
  const { auth, mesh } = parse(text) as PortalConfig;
  const { guest } = auth.providers;
  const config = { auth: { providers: { guest } }, mesh };
  return JSON.parse(rename(JSON.stringify(config))) as PortalConfig;
}

/** What a suite says of a part of the portal's configuration wins. */
function withMore(more: Partial<PortalConfig>): PortalConfig {
  const { auth, mesh } = renamedConfig();
  return { auth, mesh: { ...mesh, ...more.mesh } };
}

/** A world in which everything that somebody named is called otherwise. */
export async function startRenamedWorld({
  labArgs = [],
  config,
  ...options
}: Pick<
  WorldOptions,
  'name' | 'speed' | 'labArgs' | 'config'
>): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'meshport-renamed-'));
  try {
    const map = join(folder, 'names.json');
    writeFileSync(map, JSON.stringify(NAMES));
    return await startWorld({
      ...options,
      labArgs: ['--rename', map, ...labArgs],
      config: lab => withMore((config?.(lab) ?? {}) as Partial<PortalConfig>),
    });
  } finally {
    // The lab has read it once it serves.
    rmSync(folder, { recursive: true, force: true });
  }
}
