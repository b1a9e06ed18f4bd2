import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { parse } from 'yaml';
import { metricsArgs } from '../harness/MetricsLab';
import { startWorld, type World } from '../harness/World';
import { StoreFaultProxy, type StoreTrouble } from '../metrics/StoreFaultProxy';
import { entityPath, expect, test as base } from './fixtures';
import { overflow, violations } from './measures';
import { readTable } from './pageText';

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

test('the graph by keyboard: Enter opens what it is on, Escape puts details away', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${CALLS}?view=graph`);
  const focus = page.locator('[data-node][tabindex="0"]');
  await expect(focus).toBeVisible();
  await focus.focus();
  await page.keyboard.press('Space');
  const details = page.getByRole('region', { name: /^Details of/ });
  await expect(details).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(focus).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/checkout-api$/);
});

/** Both views are of one answer: between two of them numbers move. */
async function freeze(page: Page, path: RegExp): Promise<void> {
  let body: Buffer | undefined;
  await page.route(path, async route => {
    body ??= await (await route.fetch()).body();
    await route.fulfill({ body, contentType: 'application/json' });
  });
}

interface DrawnFacts {
  /** By id: name, health, kind, place, callers, called. */
  nodes: Record<string, string>;
  /** By id: from, to, health, numbers, exceptions. */
  edges: Record<string, string>;
  frames: string[];
}

async function readGraph(page: Page): Promise<DrawnFacts> {
  await expect(page.locator('[data-node]').first()).toBeVisible();
  await expect(page.locator('.react-flow__edge').first()).toBeAttached();
  return page.evaluate(() => {
    const labels = (selector: string, id: string) =>
      Object.fromEntries(
        [...document.querySelectorAll(selector)].map(node => [
          node.getAttribute(id) ?? '',
          node.getAttribute('aria-label') ?? '',
        ]),
      );
    return {
      nodes: labels('[data-node]', 'data-node'),
      edges: labels('.react-flow__edge', 'data-id'),
      frames: [...document.querySelectorAll('.meshFrame')].map(
        ({ textContent }) => textContent ?? '',
      ),
    };
  });
}

/** Rows by id, each as the texts of its cells, names without the place below them. */
async function readRows(
  page: Page,
  label: string,
): Promise<Map<string, Record<string, string>>> {
  const rows = await readTable(page, label);
  return new Map(rows.map(row => [row.Id, row]));
}

const firstLine = (cell: string) => cell.split('\n')[0];

/** A fact of the graph is a cell of its row; a state may have its reason behind it. */
function lacking(facts: readonly string[], row: Record<string, string>) {
  const cells = Object.values(row);
  return facts.filter(
    fact =>
      !cells.some(cell => cell === fact || cell.startsWith(`${fact}. `)) &&
      // "100 % succeed" is 100 % in the column of success.
      row.Success !== fact.replace(/ succeed$/, '') &&
      // The most frequent reason comes first, with its share.
      !row.Failures.startsWith(`${fact} `),
  );
}

/** "cart healthy · shop, service, west" and whatever else a node says of itself. */
const NODE =
  /^(?<facts>.+)\. (?<callers>\d+) callers, calls (?<callees>\d+)\.$/;

/** What a node may say, by its row: its name with its health, and where it is. */
function tellable(row: Record<string, string>): ReadonlySet<string> {
  const name = firstLine(row.Name).split('/').at(-1) ?? '';
  const kind = row['What it is'];
  return new Set([
    ...[name, `${name} ${row.Health}`, `${name} ${kind}`],
    ...[row.Namespace, kind, row.Cluster || 'in no known cluster'],
  ]);
}

for (const [name, path, api] of [
  [
    'of a service, two calls far, with gateways',
    `${CALLS}?depth=2&gateways=true`,
    /\/api\/mesh\/v1\/.*\/dependencies\?/,
  ],
  ['of all clusters', '/mesh/graph?gateways=true', /\/api\/mesh\/v1\/graph\?/],
] as const) {
  test(`every fact on the graph ${name} is in the table`, async ({ page }) => {
    await page.setViewportSize({ width: 1600, height: 1000 });
    await freeze(page, api);
    await page.goto(`${path}&view=graph`);
    const graph = await readGraph(page);
    await page.goto(`${path}&view=table&hide=-`);
    const more = page.getByRole('button', { name: /^and \d+ more$/ });
    await expect(page.getByRole('table').first()).toBeVisible();
    while ((await more.count()) > 0) await more.first().click();
    for (const column of ['Id', 'Set', 'Namespace']) {
      await page.getByRole('button', { name: 'Columns' }).last().click();
      await page
        .getByRole('menuitemcheckbox', { name: column, exact: true })
        .click();
      await page.keyboard.press('Escape');
    }
    const calls = await readRows(page, 'Calls');
    const ends = await readRows(page, 'Services');

    expect([...calls.keys()].sort()).toEqual(Object.keys(graph.edges).sort());
    for (const [id, label] of Object.entries(graph.edges)) {
      const row = calls.get(id) ?? {};
      const said = `${firstLine(row.Caller)} calls ${firstLine(row.Called)}: `;
      expect(label.startsWith(said), `${label} | ${said}`).toBe(true);
      const facts = label.slice(said.length).split(', ');
      expect(facts.length).toBeGreaterThan(1);
      expect(lacking(facts, row), `${label} | ${JSON.stringify(row)}`).toEqual(
        [],
      );
    }

    // Gateways that calls only pass are named with the calls.
    expect(Object.keys(graph.nodes).filter(id => !ends.has(id))).toEqual([]);
    for (const [id, label] of Object.entries(graph.nodes)) {
      const row = ends.get(id) ?? {};
      expect(label).toMatch(NODE);
      const { facts, callers, callees } = NODE.exec(label)?.groups ?? {};
      const told = facts.split(/, | · /);
      expect(told.filter(fact => !tellable(row).has(fact))).toEqual([]);
      expect([callers, callees]).toEqual([row.Callers, row.Calls]);
    }
    const clusters = new Set([...ends.values()].map(row => row.Cluster));
    for (const frame of graph.frames) {
      const [cluster, set] = frame.split(/ \(|\)/);
      expect(clusters).toContain(cluster);
      const sets = [...ends.values()].filter(row => row.Cluster === cluster);
      if (set) expect(sets.map(row => row.Set)).toContain(set);
    }
  });
}

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

/** The sentence is on the card, beside the last numbers with their age, and on the page. */
async function seesTrouble(
  page: Page,
  trouble: StoreTrouble,
  sentence: RegExp,
): Promise<void> {
  await page.goto(entityPath('fraud-scoring'));
  const card = goldenCard(page);
  await expect(card).toContainText('Success');
  proxy.trouble = trouble;
  await expect(card).toContainText(sentence, { timeout: 60_000 });
  await expect(card).toContainText('Success');
  await expect(card).toContainText(/last known/i);
  await page.goto(`${entityPath('fraud-scoring')}/mesh/metrics`);
  const main = page.getByRole('main');
  await expect(main).toContainText(sentence);
  proxy.trouble = { kind: 'none' };
  await expect(main).not.toContainText(sentence, { timeout: 90_000 });
}

test('a store that answers garbage: a sentence on the card and on the page', async ({
  page,
}) => {
  await seesTrouble(
    page,
    { kind: 'garbage' },
    /metrics store main does not speak the HTTP API of Prometheus/,
  );
});

test('a store that refuses the credentials: a sentence on the card and on the page', async ({
  page,
}) => {
  await seesTrouble(
    page,
    { kind: 'status', status: 401 },
    /Metrics store main does not accept the credentials of the portal/,
  );
});
