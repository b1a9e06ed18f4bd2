import {
  expectedClusters,
  expectedRows,
  expectedTables,
  type Row,
  type Table,
} from './expectedTables';
import { entityRows, shownTables, type ClusterTables } from './shownTables';
import type { World } from './World';

const TABLES = expectedTables();
const CLUSTERS = expectedClusters();

/** Whoever runs the clusters sees everything. */
const PLATFORM_ENGINEER = 'platform';

/** Every heading that a cluster may have; a table that is left out is empty. */
const HEADINGS = [
  ...['Cluster', 'Meshes', 'Revisions', 'Data plane', 'Features', 'Footprint'],
  ...['Namespaces', 'Workloads', 'Services', 'Exports'],
];

const CELLS = TABLES.flatMap(({ rows, titles }) =>
  rows.map(() => titles.length),
).reduce((sum, cells) => sum + cells, 0);

/** Cells that list several values in order of the alphabet, which another name changes. */
const LISTS = new Set(['tags', 'modes', 'versions', 'proxies', 'owner']);

type Rename = (name: string) => string;

/** A row as a line, so that a difference shows which cell of which row it is in. */
function line(titles: readonly string[], row: Row, rename: Rename): string {
  return titles
    .map(title => {
      const cell = rename(row[title] ?? 'no such cell');
      return LISTS.has(title) ? cell.split(', ').sort().join(', ') : cell;
    })
    .join(' | ');
}

function lines(
  titles: readonly string[],
  rows: readonly Row[],
  rename: Rename = name => name,
): string[] {
  return rows.map(row => line(titles, row, rename)).sort();
}

const ENTITY_TABLES = TABLES.filter(({ section }) => section === 'Entities');
const ENTITIES = [
  ...new Map(
    ENTITY_TABLES.flatMap(({ titles, rows }) =>
      rows.map(({ entity, owner }) => [entity, { entity, owner, titles }]),
    ),
  ).values(),
];

/** Everything that packages/lab/EXPECTED.md says, held against the API; `rename` gives the world's names. */
export function expectationsSuite(
  getWorld: () => World,
  rename: Rename = name => name,
): void {
  const portal = () => getWorld().portal.as(rename(PLATFORM_ENGINEER));

  it('the page says enough to mean something', () => {
    expect(CLUSTERS).toHaveLength(8);
    expect(ENTITIES.length).toBeGreaterThan(60);
    expect(CELLS).toBeGreaterThan(3_500);
    const unknown = TABLES.filter(
      ({ section, heading }) =>
        section !== 'Entities' && !HEADINGS.includes(heading),
    );
    expect(unknown).toEqual([]);
  });

  describe('clusters', () => {
    let shown: Map<string, ClusterTables>;

    beforeAll(async () => {
      shown = await shownTables(portal());
    });

    it('are those of the page', () => {
      expect([...shown.keys()].sort()).toEqual(CLUSTERS.map(rename).sort());
    });

    it.each(
      CLUSTERS.flatMap(cluster =>
        HEADINGS.map(heading => ({ cluster, heading })),
      ),
    )('$cluster: $heading', ({ cluster, heading }) => {
      const found = shown.get(rename(cluster))?.[heading] ?? [];
      const table: Table | undefined = TABLES.find(
        one => one.section === cluster && one.heading === heading,
      );
      const titles = table?.titles ?? Object.keys(found.at(0) ?? {});
      expect(lines(titles, found)).toEqual(
        lines(titles, table?.rows ?? [], rename),
      );
    });
  });

  it.each(ENTITIES)('$entity', async ({ entity, owner, titles }) => {
    const found = await entityRows(portal(), {
      entity: rename(entity),
      owner: rename(owner),
    });
    const expected = expectedRows('Entities').filter(
      row => row.entity === entity,
    );
    expect(lines(titles, found)).toEqual(lines(titles, expected, rename));
  });

  it('an entity that matches nothing says what was looked for', async () => {
    const nothing = expectedRows('Entities').filter(
      row => row['matched by'] === 'none',
    );
    expect(nothing.length).toBeGreaterThan(2);
    for (const { entity } of nothing) {
      const { lookedFor } = await portal().entity(rename(entity));
      expect(lookedFor.message).toMatch(/\w+ \w+/);
    }
  });
}
