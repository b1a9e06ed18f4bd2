import type { Page } from '@playwright/test';
import { entityPath, expect, test } from './fixtures';
import { MeshCard } from './MeshCard';
import { overflow, violations } from './measures';

/** For everybody: by keyboard, in the dark, on a telephone, with a screen reader. */

const PATHS = { home: '/', entity: entityPath('order-processor') } as const;

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByText('restart needed').first()).toBeVisible();
  await expect(page.getByText(/checked/).first()).toBeVisible();
  await page.getByText('restart needed').first().scrollIntoViewIfNeeded();
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, path] of Object.entries(PATHS)) {
    test(`${name}, ${colorScheme}: nothing serious for axe`, async ({
      page,
      orders,
      picture,
    }) => {
      await orders.settled(3, 1);
      await page.emulateMedia({ colorScheme });
      await open(page, path);
      await picture(`${name}-${colorScheme}`);
      expect(await violations(page)).toEqual([]);
    });
  }

  test(`dialog, ${colorScheme}: nothing serious for axe`, async ({
    page,
    picture,
  }) => {
    await page.emulateMedia({ colorScheme });
    await open(page, PATHS.entity);
    const card = new MeshCard(page);
    await card.openFix();
    await picture(`dialog-${colorScheme}`);
    expect(await violations(page)).toEqual([]);
  });
}

for (const width of [360, 1280]) {
  for (const [name, path] of Object.entries(PATHS)) {
    test(`${name}: no sideways scrolling at ${width} px`, async ({
      page,
      picture,
    }) => {
      await page.setViewportSize({ width, height: 800 });
      await open(page, path);
      await picture(`${name}-${width}`);
      expect(await overflow(page)).toEqual([]);
    });
  }

  test(`dialog: no sideways scrolling at ${width} px`, async ({
    page,
    picture,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, PATHS.entity);
    const card = new MeshCard(page);
    await card.openFix();
    await picture(`dialog-${width}`);
    expect(await overflow(page)).toEqual([]);
    const inside = await card.dialog.evaluate(
      node => node.scrollWidth - node.clientWidth,
    );
    expect(inside).toBeLessThanOrEqual(0);
  });
}

test('the keyboard alone leads to the fix and back', async ({ page, card }) => {
  await card.shows('restart needed');
  // Bounded: a page with more stops than that before its card is not usable by keyboard either.
  for (let stops = 0; stops < 80; stops++) {
    await page.keyboard.press('Tab');
    if (await card.showHow.evaluate(node => node === document.activeElement)) {
      break;
    }
  }
  await expect(card.showHow).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(card.dialog).toBeVisible();
  // Focus moves into the dialog, stays there, and returns to where it came from.
  for (let stops = 0; stops < 12; stops++) {
    await page.keyboard.press('Tab');
    const isInside = await card.dialog.evaluate(
      node =>
        node.contains(document.activeElement) ||
        document.activeElement?.hasAttribute('data-testid') === true,
    );
    expect(isInside).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(card.dialog).toBeHidden();
  await expect(card.showHow).toBeFocused();
});
