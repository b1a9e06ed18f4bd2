import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { allAnswers } from '../harness/allAnswers';
import { expectedRows } from '../harness/expectedTables';
import { expectationsSuite } from '../harness/expectations.suite';
import { newNames, renamer, wordsOf } from '../harness/renaming';
import { ROOT } from '../harness/root';
import { startWorld, type World } from '../harness/World';

/** The same under other names: nothing in the portal knows the lab. */
jest.setTimeout(120_000);

const NAMES = newNames();
const rename = renamer(NAMES);

interface PortalConfig {
  auth: { providers: { guest: unknown } };
  mesh: unknown;
}

let world: World;
let folder: string;

/** The parts of the portal's own configuration that name clusters and groups. */
function renamedConfig(): unknown {
  const text = readFileSync(join(ROOT, 'app-config.yaml'), 'utf8');
  const { auth, mesh } = parse(text) as PortalConfig;
  const { guest } = auth.providers;
  const config = { auth: { providers: { guest } }, mesh };
  return JSON.parse(rename(JSON.stringify(config)));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'meshport-renamed-'));
  const map = join(folder, 'names.json');
  writeFileSync(map, JSON.stringify(NAMES));
  world = await startWorld({
    name: 'renamed',
    labArgs: ['--rename', map],
    config: renamedConfig,
  });
});

afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

expectationsSuite(() => world, rename);

describe('names that nothing but the lab has', () => {
  const path = join(ROOT, 'packages', 'lab', 'names.json');
  const distinctive = JSON.parse(readFileSync(path, 'utf8')) as string[];
  const renamed = distinctive.filter(name => rename(name) !== name);

  it('are many', () => {
    expect(renamed.length).toBeGreaterThan(120);
    expect(Object.keys(NAMES).length).toBeGreaterThan(200);
  });

  it('are in no answer', async () => {
    const refs = expectedRows('Entities').map(({ entity }) => rename(entity));
    const portal = world.portal.as(rename('platform'));
    const text = JSON.stringify(await allAnswers(portal, [...new Set(refs)]));
    expect(text.length).toBeGreaterThan(100_000);
    expect([...new Set(text.match(wordsOf(renamed)))]).toEqual([]);
  });
});
