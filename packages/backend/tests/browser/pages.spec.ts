import type { Page } from '@playwright/test';
import { entityPath, expect, test } from './fixtures';
import { overflow, tabStops, violations } from './measures';

/** Every page that the plugin brings: in both themes, on a telephone, by keyboard. */

// They only look, so that each worker takes what is next.
test.describe.configure({ mode: 'parallel' });

interface Place {
  path: string;
  /** What is there once the page has what it shows. */
  shows: string | RegExp;
}

const PLACES: Readonly<Record<string, Place>> = {
  home: { path: '/', shows: /order-processor/ },
  overview: { path: '/mesh/overview', shows: 'Needs attention' },
  services: { path: '/mesh/services', shows: /\d+ rows/ },
  service: {
    path: '/mesh/services/production/payments/checkout-api',
    shows: /Deployment checkout-api/,
  },
  namespaces: { path: '/mesh/namespaces', shows: /\d+ rows/ },
  namespace: {
    path: '/mesh/namespaces/apps-staging/gitlab',
    shows: /Deployment webservice/,
  },
  clusters: { path: '/mesh/clusters', shows: /\d+ rows/ },
  cluster: { path: '/mesh/clusters/apps-staging', shows: /Together/ },
  exports: { path: '/mesh/exports', shows: /\d+ rows/ },
  links: { path: '/mesh/links', shows: /\d+ rows/ },
  setup: {
    path: '/mesh/setup',
    shows: /Context of kubectl|Memory of the backend/,
  },
  tab: {
    path: `${entityPath('registry')}/mesh`,
    shows: /Deployment registry/,
  },
};

async function open(page: Page, { path, shows }: Place): Promise<void> {
  await page.goto(path);
  await expect(page.getByText(shows).first()).toBeVisible();
}

for (const [name, place] of Object.entries(PLACES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${name}, ${colorScheme}: nothing serious for axe`, async ({
      page,
      picture,
    }) => {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ colorScheme });
      await open(page, place);
      await picture(`page-${name}-${colorScheme}`);
      expect(await violations(page)).toEqual([]);
    });
  }

  test(`${name}: no sideways scrolling at 360 px`, async ({
    page,
    picture,
  }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await open(page, place);
    await picture(`page-${name}-360`);
    expect(await overflow(page)).toEqual([]);
  });

  test(`${name}: the keyboard gets into the page and through it`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await open(page, place);
    const stops = await tabStops(page, 60);
    expect(stops.length).toBeGreaterThan(10);
    expect(stops.filter(({ isVisible }) => !isVisible)).toEqual([]);
    expect(stops.filter(({ isStuck }) => isStuck)).toEqual([]);
  });
}

test('by keyboard alone: search a list, open a row, and come back', async ({
  page,
}) => {
  await open(page, PLACES.services);
  await page.getByRole('main').getByLabel('Search').focus();
  await page.keyboard.type('order-processor');
  await expect(page).toHaveURL(/q=order-processor/);
  const link = page.getByRole('link', { name: 'order-processor' });
  await expect(page.getByText('1 row')).toBeVisible();
  for (let stops = 0; stops < 40; stops++) {
    if (await link.evaluate(node => node === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(link).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(
    /\/mesh\/services\/production\/orders\/order-processor/,
  );
  await page.goBack();
  await expect(page).toHaveURL(/q=order-processor/);
});
