import { percentile } from '../harness/percentile';
import { PodWatch } from '../harness/PodWatch';
import { entityPath, expect, test } from './fixtures';

/** From the write to the pixel, and what asking again costs. */

test.afterAll(async ({ orders }) => orders.reset());

test('a second visit costs a 304', async ({ page, card }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const urls = new Map<string, string>();
  const statuses: number[] = [];
  session.on('Network.requestWillBeSent', ({ requestId, request }) =>
    urls.set(requestId, request.url),
  );
  session.on(
    'Network.responseReceivedExtraInfo',
    ({ requestId, statusCode }) => {
      if (urls.get(requestId)?.includes('/api/mesh/v1/entities/')) {
        statuses.push(statusCode);
      }
    },
  );
  await card.shows('restart needed');
  await page
    .getByRole('link', { name: /^Home$/ })
    .first()
    .click();
  await expect(page.getByRole('table')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(entityPath('order-processor')));
  await card.loaded();
  await expect.poll(() => statuses).toContain(304);
  expect(statuses.filter(status => status !== 304)).toEqual([]);
});

test('100 changes: at most one takes more than a second to be seen', async ({
  card,
  page,
  orders,
  world,
}) => {
  test.setTimeout(240_000);
  await orders.label({ 'istio-injection': 'enabled' });
  await orders.startAnew({ enrolled: 3 });
  await orders.requireMtls('PERMISSIVE');
  await card.shows('enrolled', '3/3 pods');
  await expect(card.line).toContainText('mTLS permissive');
  await card.record(card.line);
  const watch = await PodWatch.start(world.lab.access(world.lab.clusters()[0]));

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
