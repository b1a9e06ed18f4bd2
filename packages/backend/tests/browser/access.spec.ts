import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { entityPath, expect, test } from './fixtures';
import { MeshCard } from './MeshCard';

/** For everybody: by keyboard, in the dark, on a telephone, with a screen reader. */

const PATHS = { home: '/', entity: entityPath('order-processor') } as const;

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByText('restart needed').first()).toBeVisible();
  await expect(page.getByText(/checked/).first()).toBeVisible();
  await page.getByText('restart needed').first().scrollIntoViewIfNeeded();
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) =>
        [id, target.join(' '), failureSummary].join('\n'),
      ),
    );
}

/** By how many pixels the page is wider than its window, and which elements are to blame. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter(node => node.getBoundingClientRect().right > clientWidth + 1)
      .map(node => `${node.tagName}.${node.className}`)
      .slice(0, 5);
  });
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
