import { expect, test } from './fixtures';

/** The story of the product: read why, paste the fix, see it happen. */

test.afterAll(async ({ orders }) => orders.reset());

test('a pasted fix counts up to 3/3 while one looks', async ({
  card,
  page,
  orders,
  shell,
  picture,
}) => {
  await orders.settled(3, 1);
  await card.shows('restart needed', '1/3 pods');
  await expect(card.root).toContainText(
    /2 pods .*started .*before injection was switched on/,
  );
  await expect(card.root).toContainText(/restart deployment order-processor/i);
  await picture('card-restart-needed');

  await card.openFix();
  const command = await card.printedCommand();
  expect(command).toMatch(/^kubectl /);
  await expect(card.dialog).toContainText('3 pods restart one by one');
  await picture('show-how');
  await card.closeFix();

  await card.record(card.line);
  let reloads = 0;
  page.on('framenavigated', () => (reloads += 1));
  const said = await shell(command);
  expect(said).toContain('restarted');

  await card.shows('enrolled', '3/3 pods');
  await expect(card.showHow).toBeHidden();
  await picture('card-enrolled');
  const counts = (await card.sightings())
    .map(({ text }) => /\d\/\d pods/.exec(text)?.[0])
    .filter((text, index, all) => text && text !== all[index - 1]);
  expect(counts[0]).toBe('1/3 pods');
  expect(counts.at(-1)).toBe('3/3 pods');
  // It counts: something between the first and the last was seen.
  expect(counts.length).toBeGreaterThan(2);
  expect(reloads).toBe(0);
});

test('the check that the page names agrees with the page', async ({
  card,
  shell,
}) => {
  await card.root.getByRole('button', { name: 'Check it yourself' }).click();
  const [command] = await card.dialog.locator('pre').allTextContents();
  expect(command).toContain('--context');
  expect(await shell(command)).toContain('order-processor');
});
