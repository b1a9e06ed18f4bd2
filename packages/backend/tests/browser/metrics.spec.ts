import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { parse } from 'yaml';
import { metricsArgs } from '../harness/MetricsLab';
import { startWorld, type World } from '../harness/World';
import { StoreFaultProxy } from '../metrics/StoreFaultProxy';
import { entityPath, expect, test as base } from './fixtures';
import { overflow, violations } from './measures';

/** Traffic on the pages: the card, the charts, the graph and the table that is its equal, and a store in trouble. */

const REFRESH_SECONDS = 5;
const TROUBLED = 'main';
const NUMBERS_MILLISECONDS = 120_000;

/** Before the store that is put into trouble. */
let proxy: StoreFaultProxy;

const test = base.extend<object, { world: World }>({
  world: [
    async ({ isRenamed }, use, { parallelIndex }) => {
      if (isRenamed) throw new Error('Only the plain world has metrics here');
      const world = await startWorld({
        name: `browser-metrics-${parallelIndex}`,
        labArgs: await metricsArgs('1h'),
        beforePortal: async lab => {
          const file = join(lab.directory, 'app-config.yaml');
          const { mesh } = parse(readFileSync(file, 'utf8')) as {
            mesh: { metrics: { stores: Record<string, { url: string }> } };
          };
          const { url } = mesh.metrics.stores[TROUBLED];
          proxy = await StoreFaultProxy.start(url);
        },
        config: () => ({
          mesh: {
            metrics: {
              refresh: { seconds: REFRESH_SECONDS },
              stores: { [TROUBLED]: { url: proxy.url } },
            },
          },
        }),
      });
      await use(world);
      await proxy.stop();
      await world.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

test.beforeAll(async ({ world }) => {
  test.setTimeout(NUMBERS_MILLISECONDS + 60_000);
  await world.eventually(
    'numbers of what the pages show',
    async () => {
      const items = await world.portal.as('platform').services();
      const states = ['checkout-api', 'harbor-core', 'shipping-rates'].map(
        name => items.find(one => one.name === name)?.golden.state,
      );
      return states.join() === 'ok,ok,no-traffic';
    },
    { timeoutMilliseconds: NUMBERS_MILLISECONDS },
  );
});

test.afterEach(() => {
  proxy.trouble = { kind: 'none' };
});

function goldenCard(page: Page): Locator {
  return page.getByRole('article').filter({
    has: page.getByRole('heading', { name: 'Golden metrics', exact: true }),
  });
}

const CHARTS = `${entityPath('checkout-api')}/mesh/metrics`;
const CALLS = `${entityPath('checkout-api')}/mesh/dependencies`;

test('the card: rate, success and latency, each with its unit, its window and its age', async ({
  page,
  picture,
}) => {
  await page.goto(entityPath('checkout-api'));
  const card = goldenCard(page);
  await expect(card).toContainText('Success');
  await expect(card).toContainText(/\/s/);
  await expect(card).toContainText(/ms/);
  await expect(card).toContainText('p99');
  await expect(card).toContainText(/5 min/);
  await expect(card).toContainText(/99\.9 %/);
  await picture('metrics-card');
});

test('what only connections are known of has no success on any of its pages', async ({
  page,
  picture,
}) => {
  await page.goto(entityPath('harbor-core'));
  const card = goldenCard(page);
  await expect(card).toContainText(/namespace harbor has no waypoint/);
  await expect(card).not.toContainText(/Success|100/);
  await picture('metrics-card-layer4');
  await page.goto(`${entityPath('harbor-core')}/mesh/metrics`);
  const main = page.getByRole('main');
  await expect(main).toContainText(/namespace harbor has no waypoint/);
  await expect(main).not.toContainText('Success');
});

test('a service that nobody calls: no traffic, which is not 100 %', async ({
  page,
}) => {
  await page.goto(entityPath('shipping-rates'));
  const card = goldenCard(page);
  await expect(card).toContainText(/no traffic/i);
  await expect(card).not.toContainText(/100/);
});

test('charts: each with a table that says the same', async ({
  page,
  picture,
}) => {
  await page.goto(CHARTS);
  const figures = page.getByRole('figure');
  await expect(figures.first()).toBeVisible();
  expect(await figures.count()).toBeGreaterThanOrEqual(3);
  await picture('metrics-charts');
  await page
    .getByRole('button', { name: /as (a )?table/i })
    .first()
    .click();
  const tables = page.getByRole('main').getByRole('table');
  await expect
    .poll(() =>
      tables.evaluateAll(all =>
        Math.max(...all.map(one => one.querySelectorAll('tr').length)),
      ),
    )
    .toBeGreaterThan(10);
});

/** What is there once a page has what it shows. */
const SHOWN = {
  charts: /p99/,
  graph: /inventory-service/,
  table: /inventory-service/,
};

for (const [name, path, role] of [
  ['charts', CHARTS, 'figure'],
  ['graph', `${CALLS}?view=graph`, 'button'],
  ['table', `${CALLS}?view=table`, 'table'],
] as const) {
  test(`${name}: nothing serious for axe, no sideways scrolling at 360 px`, async ({
    page,
    picture,
  }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    const main = page.getByRole('main');
    const shown = main.getByRole(role).filter({ hasText: SHOWN[name] });
    await page.goto(path);
    await expect(shown.first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(path);
    await expect(shown.first()).toBeVisible();
    await picture(`metrics-${name}-360`);
    expect(await overflow(page)).toEqual([]);
  });
}

test('the graph by keyboard: arrows lead from end to end, and the table has them all', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${CALLS}?view=graph`);
  const ends = page.locator('[data-node]');
  await expect(ends.first()).toBeVisible();
  const names = await ends.evaluateAll(nodes =>
    nodes.map(node => node.getAttribute('title') ?? ''),
  );
  expect(names.length).toBeGreaterThan(4);
  expect(names).toContain('orders/inventory-service');

  await page.locator('[data-node][tabindex="0"]').focus();
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('data-node'));
  const visited = new Set([await focused()]);
  for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp']) {
    await page.keyboard.press(key);
    visited.add(await focused());
  }
  // Wherever the first one is, something is beside it; the focus never leaves the graph.
  expect(visited.size).toBeGreaterThan(1);
  expect([...visited].every(Boolean)).toBe(true);

  await page.goto(`${CALLS}?view=table`);
  const main = page.getByRole('main');
  await expect(main.getByRole('table').first()).toBeVisible();
  for (const name of new Set(names)) {
    await expect(main).toContainText(name.split('/').at(-1) ?? name);
  }
});

test('a store that is down: what, which, and the last numbers', async ({
  page,
  picture,
}) => {
  await page.goto(entityPath('fraud-scoring'));
  const card = goldenCard(page);
  await expect(card).toContainText('Success');
  proxy.trouble = { kind: 'down' };
  await expect(card).toContainText(/Metrics store main cannot be reached/, {
    timeout: 60_000,
  });
  await expect(card).toContainText('Success');
  await picture('metrics-store-down');
  proxy.trouble = { kind: 'none' };
  await expect(card).not.toContainText(/cannot be reached/, {
    timeout: 90_000,
  });
});
