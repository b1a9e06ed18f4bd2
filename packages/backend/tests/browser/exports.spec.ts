import type { Page } from '@playwright/test';
import { expectedRows } from '../harness/expectedTables';
import { expect, test } from './fixtures';
import { overflow, violations } from './measures';

/** Exports as packages/lab/EXPECTED.md has them, in the tab of an entity and in the lists below `/mesh`. */

// They only look, so that each worker takes what is next.
test.describe.configure({ mode: 'parallel' });

const SERVICES = [
  'storage/minio',
  'databases/postgres-rw',
  'databases/dragonfly',
];

const WORDS: Readonly<Record<string, string>> = {
  available: 'available',
  limited: 'limited',
  missing: 'not available',
};

function tabOf(name: string): string {
  return `/catalog/default/resource/${name}/mesh/exports`;
}

async function openTab(page: Page, name: string): Promise<void> {
  await page.goto(tabOf(name));
  await expect(page.getByText('Host name').first()).toBeVisible();
}

for (const service of SERVICES) {
  test(`${service}: host name, port and state in each cluster`, async ({
    page,
    rename,
    picture,
  }) => {
    const [, name] = rename(service).split('/');
    const [row] = expectedRows('infra', 'Exports').filter(
      one => one.service === service,
    );
    await openTab(page, name);
    await picture(`exports-${name}`);
    const section = page
      .getByRole('region')
      .filter({ hasText: rename(row.host) })
      .first();
    await expect(section).toContainText(WORDS[row.state]);
    for (const port of row.ports.split(', ')) {
      await expect(section).toContainText(port);
    }
    await expect(section).toContainText(row.endpoints.replace('/', ' of '));
    await expect(section.locator('pre').last()).toContainText(
      `${rename(row.host)}:${row.ports.split(', ')[0]}`,
    );
  });
}

test('a service that does not arrive says why, and what to paste', async ({
  page,
  rename,
}) => {
  await page.goto(`/catalog/default/component/${rename('vault')}/mesh/exports`);
  await expect(page.getByText('not available').first()).toBeVisible();
  await expect(page.locator('pre').first()).toContainText('create namespace');
});

test('a service of its own cluster alone says how it would be offered', async ({
  page,
  rename,
  picture,
}) => {
  await page.goto(
    `/catalog/default/component/${rename('checkout-api')}/mesh/exports`,
  );
  await expect(page.getByText('Not offered to other clusters')).toBeVisible();
  await picture('exports-none');
  expect(await violations(page)).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the tab, ${colorScheme}: nothing serious for axe`, async ({
    page,
    rename,
    picture,
  }) => {
    await page.emulateMedia({ colorScheme });
    await openTab(page, rename('minio'));
    await picture(`exports-tab-${colorScheme}`);
    expect(await violations(page)).toEqual([]);
  });
}

test('the tab: no sideways scrolling at 360 px', async ({
  page,
  rename,
  picture,
}) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await openTab(page, rename('minio'));
  await picture('exports-tab-360');
  expect(await overflow(page)).toEqual([]);
});
