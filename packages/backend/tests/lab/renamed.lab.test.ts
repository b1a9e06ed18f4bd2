import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allAnswers } from '../harness/allAnswers';
import { expectedRows } from '../harness/expectedTables';
import { expectationsSuite } from '../harness/expectations.suite';
import { NAMES, rename, startRenamedWorld } from '../harness/renamedWorld';
import { wordsOf } from '../harness/renaming';
import { ROOT } from '../harness/root';
import type { World } from '../harness/World';

/** The same under other names: nothing in the portal knows the lab. */
jest.setTimeout(120_000);

let world: World;

beforeAll(async () => {
  world = await startRenamedWorld({ name: 'renamed' });
});

afterAll(() => world?.stop());

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
