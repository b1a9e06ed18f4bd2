import { join } from 'node:path';
import { ROOT } from '../harness/root';
import { entityPath, expect, test as base } from './fixtures';

/**
 * The pictures in `docs/images`, of a portal that runs already: `npm start`, then
 * `npm run lab -- burst gcp-gke orders/inventory-service`, and a quarter of an hour later
 * `node_modules/.bin/playwright test --config packages/backend/tests/browser/pictures.config.ts`.
 * MESHPORT_URL names the portal where it has another address.
 */

const test = base.extend({
  baseURL: async ({ browserName: _ }, use) => {
    await use(process.env.MESHPORT_URL ?? 'http://localhost:7007');
  },
});

const SERVICE = entityPath('checkout-api');

for (const { name, path, shown, of, height = 860 } of [
  {
    name: 'golden-metrics',
    path: SERVICE,
    shown: 'article:has-text("Golden metrics") >> text=failing',
    of: 'article:has(h1, h2, h3):has-text("Golden metrics")',
    height: 1600,
  },
  {
    name: 'metrics',
    path: `${SERVICE}/mesh/metrics?window=15m`,
    shown: 'figure >> nth=2',
    height: 1340,
  },
  {
    name: 'dependencies',
    path: `${SERVICE}/mesh/dependencies?view=graph`,
    shown: '[data-node] >> nth=3',
    height: 1000,
  },
]) {
  test(name, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height });
    await page.goto(path);
    // Nothing is to look as if somebody pointed at it.
    await page.mouse.move(640, 20);
    await expect(page.locator(shown).first()).toBeVisible();
    // Fonts, and lines that are drawn after their names.
    await page.waitForLoadState('networkidle');
    const target = of ? page.locator(of).first() : page;
    await target.screenshot({
      path: join(ROOT, 'docs', 'images', `${name}.png`),
      animations: 'disabled',
    });
  });
}
