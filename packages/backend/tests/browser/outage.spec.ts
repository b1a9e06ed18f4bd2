import { ISTIO_CLUSTER } from '../harness/copiedClusters';
import { expect, test } from './fixtures';

/** A cluster that does not answer: the card says what and since when, keeps what it knew, and recovers by itself. */

const OUTAGES = [
  { fault: 'hang', sentence: /does not answer/ },
  { fault: 'refuse', sentence: /refuses connections/ },
] as const;

test.afterEach(async ({ world }) => {
  await world.lab.command('heal');
});

for (const { fault, sentence } of OUTAGES) {
  test(`${fault}: what and since when, last state kept, recovery seen`, async ({
    card,
    orders,
    world,
    picture,
  }) => {
    await orders.settled(3, 1);
    await card.shows('restart needed', '1/3 pods');
    await expect(card.root).toContainText(/live, checked/);
    await world.lab.command(fault, ISTIO_CLUSTER);

    // Two heartbeats of 6 s missed, the second after 4 s.
    await expect(card.root).toContainText(sentence, { timeout: 20_000 });
    await expect(card.root).toContainText(/7 of 8 clusters live/);
    await expect(card.line).toContainText(/last known/);
    await expect(card.line.locator('time').first()).toHaveAttribute(
      'datetime',
      /^\d{4}-/,
    );
    await card.shows('restart needed', '1/3 pods');
    await picture(`outage-${fault}`);

    await world.lab.command('heal');
    await expect(card.root).toContainText(/live, checked/, {
      timeout: 40_000,
    });
    await expect(card.root).not.toContainText(sentence);
  });
}

test('a kind that the portal may not read any more: unknown, and which rule is missing', async ({
  card,
  orders,
  world,
  picture,
}) => {
  await orders.settled(3, 1);
  await world.lab.command('forbid', ISTIO_CLUSTER, 'pods');
  await world.lab.command('cut-watch', ISTIO_CLUSTER);
  await card.shows('unknown');
  await expect(card.root).not.toContainText('not in a mesh');
  await expect(card.root).toContainText(/may not (read|list|watch) pods/);
  await picture('forbidden-pods');

  await card.openFix();
  const rule = card.dialog.locator('pre').filter({ hasText: 'ClusterRole' });
  await expect(rule.first()).toContainText('resources: ["pods"]');
  await expect(rule.first()).toContainText('verbs: ["list", "watch"]');
  await picture('forbidden-pods-rule');
  await card.closeFix();

  await world.lab.command('heal');
  await expect(card.line).toContainText('restart needed', { timeout: 60_000 });
  await card.shows('restart needed', '1/3 pods');
});
