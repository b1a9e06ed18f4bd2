import type { Page } from '@playwright/test';

/** Facts by name, tables by label, items of lists: what a titled part of a page says. */
export interface PageSection {
  title: string;
  /** Beside the title. */
  aside: string;
  facts: Record<string, string>;
  /** Targets of the links in a fact. */
  links: Record<string, string[]>;
  /** Rows of cells, the head left out. */
  tables: Record<string, string[][]>;
  items: string[];
  workloads: PageWorkload[];
  /** Of a service: what is said of it in each cluster, by the name of the cluster on pages. */
  instances: PageInstance[];
}

/** A service in one cluster. */
interface PageInstance {
  cluster: string;
  /** Per mesh: state, mesh with mode, pods. */
  lines: string[][];
  /** Codes of all reasons that are given. */
  codes: string[];
  workloads: PageWorkload[];
}

/** A workload, with everything that can be unfolded. */
export interface PageWorkload {
  /** `Deployment web-frontend` */
  name: string;
  /** Per mesh: state, mesh with mode, pods; facts; codes of reasons. */
  entries: { line: string[]; facts: Record<string, string>; codes: string[] }[];
  mTLS: string;
}

/** Unfolds everything that is folded. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    const folded = document.querySelectorAll<HTMLElement>(
      'main li [aria-expanded="false"], section li [aria-expanded="false"]',
    );
    for (const node of folded) node.click();
  });
  await page.waitForFunction(
    () => document.querySelector('section li [aria-expanded="false"]') === null,
  );
}

/** The rows of a list by the titles of its columns, once they are there. */
export async function readTable(
  page: Page,
  label: string,
): Promise<Record<string, string>[]> {
  const table = page.getByRole('table', { name: label });
  await table.locator('tbody tr:not([aria-busy])').first().waitFor();
  return table.evaluate(node => {
    const texts = (row: Element) =>
      [...row.children].map(cell => (cell as HTMLElement).innerText.trim());
    const [head] = node.querySelectorAll('thead tr');
    const titles = texts(head);
    return [...node.querySelectorAll('tbody tr')].map(row =>
      Object.fromEntries(
        texts(row).map((text, index) => [titles[index], text]),
      ),
    );
  });
}

/** Names of the groups that the catalog names as owners in the header of an entity's page. */
export async function readOwners(page: Page): Promise<string[]> {
  const label = page.locator('dt').filter({ hasText: /^Owner$/ });
  const links = label.locator('xpath=following-sibling::dd').locator('a');
  const targets = await links.evaluateAll(nodes =>
    nodes.map(node => node.getAttribute('href') ?? ''),
  );
  return targets.map(target => target.split('/').at(-1) ?? '');
}

/** What the page says, by its sections; the reader's eyes are `innerText`. */
export async function readSections(page: Page): Promise<PageSection[]> {
  await unfold(page);
  return page.evaluate(() => {
    const text = (node: Element | null | undefined) =>
      ((node as HTMLElement | null)?.innerText ?? '').trim();
    const children = (node: Element | null | undefined) => [
      ...(node?.children ?? []),
    ];
    const factsOf = (root: Element | undefined) => {
      const names = [...(root?.querySelectorAll('dt') ?? [])];
      return names.map(name => [text(name), name.nextElementSibling] as const);
    };
    const asText = (facts: (readonly [string, Element | null])[]) =>
      Object.fromEntries(facts.map(([name, value]) => [name, text(value)]));
    const workloadOf = (item: Element) => {
      const summary = item.querySelector('[aria-expanded]');
      const [name, ...lines] = children(
        summary?.querySelector('span')?.parentElement,
      );
      const parts = children(
        item.querySelector(
          '[role="region"] > *, [class*="MuiAccordionDetails-root"]',
        ),
      );
      const posture = parts[lines.length];
      return {
        name: text(name),
        entries: lines.map((line, index) => ({
          line: children(line).map(text),
          facts: asText(factsOf(parts[index])),
          codes: [...parts[index].querySelectorAll('code')].map(text),
        })),
        mTLS: asText(factsOf(posture)).mTLS ?? '',
      };
    };
    return [...document.querySelectorAll('section[aria-labelledby]')].map(
      section => {
        const labelled = section.getAttribute('aria-labelledby') ?? '';
        const heading = document.getElementById(labelled);
        const own = factsOf(section.querySelector('dl') ?? undefined);
        const tables = [...section.querySelectorAll('table')].map(table => [
          table.getAttribute('aria-label') ?? '',
          [...table.querySelectorAll('tbody tr')].map(row =>
            children(row).map(text),
          ),
        ]);
        const accordionsIn = (root: Element) =>
          [...root.querySelectorAll('li')].filter(item =>
            item.querySelector(':scope > [class*="MuiAccordion-root"]'),
          );
        const instances = [...section.querySelectorAll('h3, h4')]
          .filter(one => one !== heading && !one.closest('li'))
          .map(one => ({ one, box: one.parentElement?.parentElement }))
          .map(({ one, box }) => ({
            cluster: text(one),
            lines: children(one.parentElement)
              .slice(1)
              .map(line => children(line).map(text)),
            codes: [...(box?.querySelectorAll('code') ?? [])].map(text),
            workloads: box ? accordionsIn(box).map(workloadOf) : [],
          }));
        return {
          title: text(heading),
          aside: text(heading?.nextElementSibling),
          facts: asText(own),
          links: Object.fromEntries(
            own.map(([name, value]) => [
              name,
              [...(value?.querySelectorAll('a') ?? [])].map(
                link => link.getAttribute('href') ?? '',
              ),
            ]),
          ),
          tables: Object.fromEntries(tables),
          items: [...section.querySelectorAll('li')].map(text),
          workloads: accordionsIn(section).map(workloadOf),
          instances,
        };
      },
    );
  });
}
