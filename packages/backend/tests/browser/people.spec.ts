import type { Browser, Page } from '@playwright/test';
import { expect, test } from './fixtures';

/** Who enters the portal, by which door, and what the portal lets them see. */

/** A browser that has never been here. */
async function freshPage(browser: Browser, baseURL = ''): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  return context.newPage();
}

async function signInAs(page: Page, person: string): Promise<void> {
  const popup = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Sign In' }).click();
  await (await popup).getByRole('button', { name: person }).click();
}

test('offers the people of the company and the guest, and remembers who was chosen', async ({
  browser,
  baseURL,
}) => {
  const page = await freshPage(browser, baseURL);
  await page.goto('/');
  await expect(page.getByText('Who are you today?')).toBeVisible();
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(page.getByRole('table').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('table').first()).toBeVisible();
  await page.context().close();
});

test('signs a developer in, who sees what is theirs and comes back signed in', async ({
  browser,
  baseURL,
}) => {
  const page = await freshPage(browser, baseURL);
  const heading = page.getByRole('heading', { name: 'order-processor' });
  // Straight to a page: it is there once somebody has signed in.
  await page.goto('/catalog/default/component/order-processor');
  await expect(page.getByText('Who are you today?')).toBeVisible();
  await signInAs(page, 'Dana Payments');
  await expect(heading).toBeVisible();
  await page.reload();
  await expect(heading).toBeVisible();
  await page.goto('/settings');
  await expect(page.getByText('Dana Payments').first()).toBeVisible();
  await page.context().close();
});
