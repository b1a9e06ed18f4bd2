import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from './fixtures';

/**
 * 1,000 connections between 500 services: drawn, and ready for whoever walks and clicks, within a second. The answer is
 * made up; everything that makes a drawing of it is the app's.
 */

const SERVICES = 500;
const CALLS = 1_000;
const CLUSTERS = ['north', 'south', 'east'];
const MOST_MILLISECONDS = 1_000;
const VISITS = 4;

const GOLDEN = {
  ...{ state: 'ok', source: 'istio', windowSeconds: 300 },
  ...{ requestRate: 12, successRatio: 0.999 },
};

function largeGraph() {
  const at = new Date().toISOString();
  const nodes = Array.from({ length: SERVICES }, (_, index) => ({
    id: `service-${index}`,
    kind: 'service',
    set: 'production',
    cluster: CLUSTERS[index % CLUSTERS.length],
    namespace: 'shop',
    name: `service-${index}`,
    health: ['healthy', 'degraded', 'failing', 'unknown'][index % 4],
  }));
  const edges = Array.from({ length: CALLS }, (_, index) => {
    const from = (index * 7) % SERVICES;
    const to = (index * 13 + Math.floor(index / SERVICES) * 5 + 3) % SERVICES;
    return {
      id: `call-${index}`,
      from: `service-${from}`,
      to: `service-${to}`,
      protocol: 'http',
      crossCluster: from % CLUSTERS.length !== to % CLUSTERS.length,
      mtls: true,
      golden: { ...GOLDEN, at },
      evidence: ['istio'],
      health: ['healthy', 'degraded', 'failing', 'unknown'][index % 4],
    };
  });
  return {
    ...{ windowSeconds: 300, at, nodes, edges, notes: [], sources: [] },
    sets: [{ name: 'production', title: 'Production' }],
    clusters: CLUSTERS.map(name => ({
      ...{ name, displayName: name, set: 'production', status: 'live' },
      ...{ kubectlContext: name },
    })),
  };
}

/** CPU time that the page has used on its main thread, in milliseconds. */
async function cpuMilliseconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const task = metrics.find(({ name }) => name === 'TaskDuration');
  return (task?.value ?? NaN) * 1_000;
}

/** From the answer on: until all lines are drawn, and until a click on a node is answered. */
async function milestones(page: Page): Promise<{
  drawn: number;
  interactive: number;
}> {
  await page.waitForFunction(
    () => performance.getEntriesByName('answered-click').length > 0,
    undefined,
    { timeout: 30_000 },
  );
  return page.evaluate(() => {
    const at = (name: string) =>
      performance.getEntriesByName(name)[0]?.startTime ?? NaN;
    const asked = performance
      .getEntriesByType('resource')
      .find(({ name }) => name.includes('/api/mesh/v1/graph'));
    const answered = (asked as PerformanceResourceTiming).responseEnd;
    return {
      drawn: at('drawn') - answered,
      interactive: at('answered-click') - answered,
    };
  });
}

/** Marks when the last line is there, clicks a node, and marks when that shows. */
function watch(calls: number): void {
  let isDrawn = false;
  new MutationObserver((_, observer) => {
    if (!isDrawn) {
      const lines = document.getElementsByClassName('react-flow__edge-path');
      if (lines.length < calls) return;
      isDrawn = true;
      requestAnimationFrame(() => {
        performance.mark('drawn');
        document.querySelector<HTMLElement>('[data-node]')?.click();
      });
      return;
    }
    if (!document.querySelector('.meshEnd-selected')) return;
    observer.disconnect();
    requestAnimationFrame(() => performance.mark('answered-click'));
  }).observe(document, { childList: true, subtree: true, attributes: true });
}

test(`draws ${CALLS} connections, and can be used, within a second`, async ({
  page,
  picture,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  const body = JSON.stringify(largeGraph());
  await page.route(/\/api\/mesh\/v1\/graph/, route =>
    route.fulfill({ body, contentType: 'application/json' }),
  );
  // The browser has the app's files, as on every visit but the first.
  await page.goto('/mesh/graph?view=graph');
  await expect(page.locator('.react-flow__edge-path')).toHaveCount(CALLS);
  await page.addInitScript(watch, CALLS);

  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto('/mesh/graph?view=table');
  await expect(page.getByRole('table').first()).toBeVisible();
  const before = await cpuMilliseconds(session);
  await page.getByRole('button', { name: 'Graph', exact: true }).click();
  const fromTable = await page.evaluate(async () => {
    const begin = performance.now();
    while (performance.getEntriesByName('answered-click').length === 0) {
      await new Promise(requestAnimationFrame);
    }
    return performance.now() - begin;
  });
  const cpu = (await cpuMilliseconds(session)) - before;

  // The fastest of some: what else the machine does only ever makes it slower.
  const visits: Awaited<ReturnType<typeof milestones>>[] = [];
  for (let visit = 0; visit < VISITS; visit++) {
    await page.goto('/mesh/graph?view=graph');
    visits.push(await milestones(page));
  }
  const [{ drawn, interactive }] = visits.sort(
    (a, b) => a.interactive - b.interactive,
  );
  test.info().annotations.push({
    type: 'large graph',
    description: [
      `${Math.round(drawn)} ms from the answer to ${CALLS} lines`,
      `${Math.round(interactive)} ms to an answered click`,
      `${Math.round(fromTable)} ms from the table to it`,
      `${Math.round(cpu)} ms CPU`,
    ].join(', '),
  });
  await picture('graph-large');
  // Wall time is that of a machine that does other things as well; CPU time is the page's own.
  expect(cpu).toBeLessThan(MOST_MILLISECONDS);
  expect(interactive).toBeLessThan(MOST_MILLISECONDS);
});
