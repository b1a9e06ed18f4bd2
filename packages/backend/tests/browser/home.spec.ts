import { expect, test } from './fixtures';

/** What of mine needs me? Answered within a second from sign-in, worst first, every row a link. */

test('shows what is mine, and what needs me, within a second from sign-in', async ({
  page,
  orders,
  world,
  picture,
}) => {
  await orders.settled(3, 1);
  await world.portal.entity('order-processor');
  await page.setViewportSize({ width: 1280, height: 800 });
  // The browser has the app's files, as on every visit but the first; the person signs in now.
  await page.goto('/');
  await expect(page.getByRole('table')).toBeVisible();
  await page.addInitScript(() => {
    const found = () =>
      /order-processor/.test(
        document.querySelector('table')?.textContent ?? '',
      );
    new MutationObserver((_, observer) => {
      if (!found()) return;
      performance.mark('your-services');
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  const row = page.getByRole('row').filter({ hasText: 'order-processor' });
  await expect(row).toContainText('restart needed');
  await expect(row).toContainText('1/3 pods');
  await expect(row).toContainText(/before/);

  const milliseconds = await page.evaluate(() => {
    const signedIn = performance
      .getEntriesByType('resource')
      .find(({ name }) => name.includes('/api/auth/guest/refresh'));
    const [shown] = performance.getEntriesByName('your-services');
    return shown.startTime - (signedIn?.startTime ?? NaN);
  });
  test.info().annotations.push({
    type: 'sign-in to services',
    description: `${Math.round(milliseconds)} ms`,
  });
  await picture('home-1280');
  expect(milliseconds).toBeLessThan(1_000);
});

test('lists the worst first and leads to its page', async ({
  page,
  orders,
}) => {
  await orders.settled(3, 1);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/');
  const table = page.getByRole('table');
  const rows = table.getByRole('row');
  await expect(rows.filter({ hasText: 'order-processor' })).toBeVisible();
  await page.getByRole('button', { name: /^Show all/ }).click();
  const texts = await rows.allInnerTexts();
  const states = texts.flatMap(
    text => /misconfigured|restart needed|enrolled/.exec(text)?.[0] ?? [],
  );
  const worstFirst = ['misconfigured', 'restart needed', 'enrolled'];
  expect(new Set(states)).toEqual(new Set(worstFirst));
  expect(states).toEqual(
    worstFirst.flatMap(word => states.filter(state => state === word)),
  );
  await expect(rows.nth(0)).toContainText('Production');
  await expect(rows.nth(0)).toContainText('Needs');
  // Another team's service is not mine.
  await expect(table).not.toContainText('web-frontend');
  await expect(table).toBeInViewport();
  await table.getByRole('link', { name: 'order-processor' }).click();
  await expect(page).toHaveURL(
    /\/catalog\/default\/component\/order-processor/,
  );
  await expect(page.getByText('restart needed').first()).toBeVisible();
});

test('says that the clusters are simulated', async ({ page }) => {
  await page.goto('/');
  await expect(
    page.getByText(/Simulated clusters, real protocols/),
  ).toBeVisible();
});
