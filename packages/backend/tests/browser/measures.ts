import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds serious or critical on the page as it is. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) =>
        [id, target.join(' '), failureSummary].join('\n'),
      ),
    );
}

/** Which elements make the page wider than its window; none where it is not. */
export async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter(node => node.getBoundingClientRect().right > clientWidth + 1)
      .map(node => `${node.tagName}.${node.className}`)
      .slice(0, 5);
  });
}

/** An element that has the focus, as somebody who cannot use a mouse meets it. */
interface Stop {
  what: string;
  isVisible: boolean;
  /** The key led nowhere: the focus was there before. */
  isStuck: boolean;
}

declare global {
  interface Window {
    /** Where {@link tabStops} was last, and how often in a row. */
    lastTabStop?: { node: Element; times: number };
  }
}

/** Tabs through the page until the focus leaves it or has been at so many places. */
export async function tabStops(page: Page, most: number): Promise<Stop[]> {
  const stops: Stop[] = [];
  while (stops.length < most) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((): Stop | undefined => {
      const node = document.activeElement;
      if (!node || node === document.body) return undefined;
      const last = window.lastTabStop;
      const times = last?.node === node ? last.times + 1 : 1;
      window.lastTabStop = { node, times };
      // A field for a date has a stop for each of its parts, and one for the calendar.
      const isDate =
        node instanceof HTMLInputElement && /^(date|time)/.test(node.type);
      const isStuck = times > (isDate ? 8 : 1);
      const { width, height } = node.getBoundingClientRect();
      const { textContent, tagName } = node;
      const name = node.getAttribute('aria-label') ?? textContent ?? '';
      return {
        what: `${tagName} ${name.trim().slice(0, 40)}`,
        isVisible: width > 0 && height > 0,
        isStuck,
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}
