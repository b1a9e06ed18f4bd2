import { expect, type Locator, type Page } from '@playwright/test';

/** A text of the card and when it was first seen (Unix time, ms). */
export interface Sighting {
  at: number;
  text: string;
}

declare global {
  interface Window {
    /** What {@link MeshCard.record} has seen. */
    meshCardSightings?: Sighting[];
  }
}

/** The card "Mesh" on an entity page, by what a reader sees of it. */
export class MeshCard {
  readonly page: Page;
  readonly root: Locator;
  /** The line of the only cluster. */
  readonly line: Locator;
  readonly showHow: Locator;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.getByRole('article').filter({
      has: page.getByRole('heading', { name: 'Mesh', exact: true }),
    });
    this.line = this.root.getByRole('region').getByRole('listitem').first();
    this.showHow = this.root.getByRole('button', {
      name: 'Show how',
      exact: true,
    });
    this.dialog = page.getByRole('dialog');
  }

  async loaded(): Promise<void> {
    await expect(this.root.getByText(/checked/)).toBeVisible();
  }

  /** The state word and the pods of the cluster's line. */
  async shows(state: string, pods?: string): Promise<void> {
    await expect(this.line).toContainText(state);
    if (pods) await expect(this.line).toContainText(pods);
  }

  /** Nothing in the card is wider than the card. */
  async fits(): Promise<void> {
    const tooWide = await this.root.evaluate(card => {
      const { paddingRight } = getComputedStyle(card);
      const edge =
        card.getBoundingClientRect().right - parseFloat(paddingRight);
      return [...card.querySelectorAll('section *')]
        .filter(node => node.getBoundingClientRect().right > edge + 1)
        .map(node => node.outerHTML.slice(0, 120));
    });
    expect(tooWide).toEqual([]);
  }

  /** Opens "Show how" of the worst line. */
  async openFix(): Promise<void> {
    await this.showHow.click();
    await expect(this.dialog).toBeVisible();
  }

  async closeFix(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.dialog).toBeHidden();
  }

  /** The command of the open dialog, character by character as the page has it. */
  async printedCommand(): Promise<string> {
    const part = this.dialog
      .locator('section')
      .filter({ has: this.page.getByRole('heading', { name: 'What to do' }) })
      .first();
    const command = part.locator('pre').first();
    return (await command.textContent()) ?? '';
  }

  /**
   * From now on every text of the element is kept with the time of its first appearance, inside the page: asking from
   * outside would miss short-lived ones and add its own delay.
   */
  async record(element: Locator = this.root): Promise<void> {
    await element.evaluate(node => {
      const sightings: Sighting[] = [];
      window.meshCardSightings = sightings;
      const look = () => {
        const text = node.textContent ?? '';
        if (sightings.at(-1)?.text !== text) {
          sightings.push({ at: Date.now(), text });
        }
      };
      look();
      new MutationObserver(look).observe(node, {
        ...{ childList: true, subtree: true, characterData: true },
      });
    });
  }

  sightings(): Promise<Sighting[]> {
    return this.page.evaluate(() => window.meshCardSightings ?? []);
  }

  /** Waits for a text that appeared at or after `since`, and says when. Needs {@link record}. */
  async seen(
    pattern: RegExp,
    { since, timeout = 15_000 }: { since: number; timeout?: number },
  ): Promise<Sighting> {
    const handle = await this.page.waitForFunction(
      ([source, from]) =>
        (window.meshCardSightings ?? []).find(
          ({ at, text }) => at >= from && new RegExp(source).test(text),
        ),
      [pattern.source, since] as const,
      { timeout, polling: 50 },
    );
    return (await handle.jsonValue()) as Sighting;
  }
}
