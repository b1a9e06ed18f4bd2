import type { Page } from '@playwright/test';
import type { World } from '../harness/World';
import { ISTIO_CLUSTER } from '../harness/copiedClusters';
import { percentile } from '../harness/percentile';
import { PodWatch } from '../harness/PodWatch';
import { entityPath, expect, test } from './fixtures';
import { MeshCard } from './MeshCard';

/** From the write to the pixel, and what asking again costs. */

test.afterAll(async ({ orders }) => orders.reset());

/** What the network saw of the entity's answers. The page's own code only sees 200: the browser hides its 304s. */
async function recordAnswers(page: Page) {
  const session = await page.context().newCDPSession(page);
  const urls = new Map<string, string>();
  const answers: { url: string; status: number; etag: string }[] = [];
  session.on('Network.requestWillBeSent', ({ requestId, request }) =>
    urls.set(requestId, request.url),
  );
  session.on('Network.responseReceivedExtraInfo', event => {
    const url = urls.get(event.requestId);
    if (!url?.includes('/api/mesh/v1/entities/')) return;
    const { ETag: etag = '' } = event.headers;
    answers.push({ url, status: event.statusCode, etag });
  });
  await session.send('Network.enable');
  return answers;
}

/** A pod that crashes all the time makes a new version of the cluster's state every few seconds. */
async function calm({ lab, portal, eventually }: World): Promise<void> {
  await lab.command('scale', ISTIO_CLUSTER, 'analytics/event-exporter', '0');
  const path = '/entities/component/default/order-processor';
  const etag = async () => (await portal.get(path)).headers.get('etag');
  let last = await etag();
  let since = Date.now();
  await eventually('three seconds without a change', async () => {
    const now = await etag();
    if (now !== last) since = Date.now();
    last = now;
    return Date.now() - since > 3_000;
  });
}

test('asking again costs a 304, unless something has changed', async ({
  page,
  world,
}) => {
  await calm(world);
  const answers = await recordAnswers(page);
  await page.goto(entityPath('order-processor'));
  const card = new MeshCard(page);
  await card.loaded();
  await page
    .getByRole('link', { name: /^Home$/ })
    .first()
    .click();
  await expect(page.getByRole('table')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(entityPath('order-processor')));
  await card.loaded();
  await expect.poll(() => answers.map(({ status }) => status)).toContain(304);
  // Something is always going on in a cluster, so a later answer may be another one; the same one never comes twice.
  const last = new Map<string, string>();
  for (const { url, status, etag } of answers) {
    expect(etag).not.toBe('');
    expect(status).toBe(etag === last.get(url) ? 304 : 200);
    last.set(url, etag);
  }
});

test('100 changes: at most one takes more than a second to be seen', async ({
  card,
  page,
  orders,
  world,
}) => {
  test.setTimeout(240_000);
  await orders.havePods({ enrolled: 3 });
  await orders.requireMtls('PERMISSIVE');
  await card.shows('enrolled', '3/3 pods');
  await expect(card.line).toContainText('mTLS permissive');
  await card.record(card.line);
  const watch = await PodWatch.start(world.lab.access(ISTIO_CLUSTER));

  const latencies: { what: string; milliseconds: number }[] = [];
  /** The clock runs from the accepted write; for pods, from the event after which so many run. */
  const measure = async (
    what: string,
    expected: RegExp,
    change: () => Promise<number>,
  ) => {
    const started = Date.now();
    const accepted = await change();
    const { at } = await card.seen(expected, { since: started });
    latencies.push({ what, milliseconds: Math.max(0, at - accepted) });
  };
  const written = (write: Promise<void>) => write.then(() => Date.now());

  for (let round = 0; round < 20; round++) {
    await measure('unlabel', /restart needed/, () => written(orders.label({})));
    await measure('label', /\benrolled/, () =>
      written(orders.label({ 'istio-injection': 'enabled' })),
    );
  }
  for (let round = 0; round < 20; round++) {
    await measure('strict', /mTLS strict/, () =>
      written(orders.requireMtls('STRICT')),
    );
    await measure('permissive', /mTLS permissive/, () =>
      written(orders.requireMtls('PERMISSIVE')),
    );
  }
  for (let round = 0; round < 10; round++) {
    for (const replicas of [4, 3]) {
      await measure(
        `scale to ${replicas}`,
        new RegExp(`${replicas}/${replicas} pods`),
        async () => {
          const reached = watch.running('order-processor', replicas);
          await orders.scale(replicas);
          return reached;
        },
      );
    }
  }
  watch.stop();

  const times = latencies.map(({ milliseconds }) => milliseconds);
  const summary = [0.5, 0.95, 1]
    .map(share => `p${share * 100} ${percentile(times, share)} ms`)
    .join(', ');
  test
    .info()
    .annotations.push({ type: 'write to pixel', description: summary });
  process.stderr.write(`write to pixel, 100 changes: ${summary}\n`);
  expect(times).toHaveLength(100);
  const slow = latencies.filter(({ milliseconds }) => milliseconds > 1_000);
  expect(slow.length, JSON.stringify(slow)).toBeLessThanOrEqual(1);
  expect(page.url()).toContain(entityPath('order-processor'));
});
