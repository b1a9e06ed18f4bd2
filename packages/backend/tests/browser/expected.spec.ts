import type { Page } from '@playwright/test';
import {
  expectedClusters,
  expectedRows,
  expectedTables,
  type Row,
} from '../harness/expectedTables';
import { expect, test } from './fixtures';
import {
  readOwners,
  readSections,
  readTable,
  type PageSection,
  type PageWorkload,
} from './pageText';

/** What packages/lab/EXPECTED.md says, in the words of the pages: every cell, also in a world of other names. */

type Rename = (name: string) => string;

/** Rows of the page, with the names of the world that is looked at. */
function renamed(rows: readonly Row[], rename: Rename): Row[] {
  return rows.map(row =>
    Object.fromEntries(
      Object.entries(row).map(([title, cell]) => [title, rename(cell)]),
    ),
  );
}

/** Values of a cell in order of the alphabet, which another name changes. */
function inOrder(cell: string): string {
  return cell.split(', ').sort().join(', ');
}

// They only look, so that each worker takes what is next.
test.describe.configure({ mode: 'parallel' });

const MESHES: Record<string, string> = {
  ...{ istio: 'Istio', linkerd: 'Linkerd' },
  ...{ cilium: 'Cilium', consul: 'Consul' },
};
const SETS: Record<string, string> = {
  ...{ production: 'Production', staging: 'Staging' },
};
const NETWORKS: Record<string, string> = {
  ...{ cilium: 'Cilium', calico: 'Calico', flannel: 'Flannel' },
  weave: 'Weave Net',
};
const ENCRYPTION: Record<string, string> = {
  wireguard: 'WireGuard between nodes',
  none: 'not encrypted between nodes',
};
const FEATURES: Record<string, string> = {
  ...{ on: 'on', off: 'off', degraded: 'degraded' },
  deprecated: 'on, deprecated',
};
const PARTS: Record<string, string> = {
  ...{ proxies: 'proxies in pods', 'node-proxies': 'proxies on nodes' },
  ...{ waypoints: 'waypoints', gateways: 'gateways' },
  'control-plane': 'control plane',
};
const STATES: Record<string, string> = {
  ...{ enrolled: 'enrolled', partial: 'partly enrolled' },
  ...{ 'pending-restart': 'restart needed', 'not-enrolled': 'not in a mesh' },
  ...{ 'opted-out': 'opted out', misconfigured: 'misconfigured' },
  ...{ idle: 'nothing running', unknown: 'unknown' },
};
const LAYERS: Record<string, string> = {
  ...{ l4: 'connections (L4)', l7: 'requests (L7)' },
};
const OWNED_BY: Record<string, string> = {
  annotation: '(the namespace says so)',
  entities: '(by the catalog)',
  nobody: 'nobody',
};
const MATCHED_BY: Record<string, RegExp> = {
  'meshport.io/services': /the annotation meshport\.io\/services names/,
  'kubernetes-label-selector': /with the labels \S+/,
  'kubernetes-id': /with the label backstage\.io\/kubernetes-id=/,
};
const MANAGERS: Record<string, RegExp> = {
  person: /^a person/,
  unknown: /^nobody known$/,
  helm: /^Helm release/,
  'flux-kustomization': /^Flux Kustomization/,
};
const DASH = '–';

/** As the page writes what containers ask for. */
function cores(cell: string): string {
  const millicores = parseInt(cell, 10);
  return millicores < 1000 ? cell : String(Math.round(millicores / 100) / 10);
}

function bytes(cell: string): string {
  const mebibytes = parseInt(cell, 10);
  return mebibytes < 1024
    ? `${mebibytes} MiB`
    : `${Math.round((mebibytes / 1024) * 10) / 10} GiB`;
}

function sectionOf(sections: readonly PageSection[], title: string) {
  const section = sections.find(one => one.title === title);
  if (!section) {
    const titles = sections.map(one => one.title).join(', ');
    throw new Error(`No section "${title}" among: ${titles}`);
  }
  return section;
}

/** As a link does it, without loading everything anew. */
function visit(page: Page, path: string): Promise<void> {
  return page.evaluate(target => {
    window.history.pushState({}, '', target);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

/** To another page; done when it shows what it has. */
async function goTo(page: Page, path: string, heading: string): Promise<void> {
  await visit(page, path);
  await expect(
    page.getByRole('heading', { name: heading, exact: true }).first(),
  ).toBeVisible();
  await expect(page.locator('section[aria-labelledby]').first()).toBeVisible();
}

/** To the tab of an entity, by way of a page that has nothing: what is shown then cannot be that of the one before. */
async function openTab(page: Page, entity: string): Promise<void> {
  const [kind, namespace, name] = entity.split(/[:/]/);
  await visit(page, '/nowhere');
  await expect(page.locator('section[aria-labelledby]')).toHaveCount(0);
  await visit(page, `/catalog/${namespace}/${kind}/${name}/mesh`);
  await expect(
    page
      .locator('section[aria-labelledby]')
      .or(page.getByText('No service found for this entity'))
      .first(),
  ).toBeVisible();
}

/** A list of values, whatever their order. */
const sorted = (values: readonly string[]) => [...values].sort();

function expectedInstallation(cluster: string, row: Row, rename: Rename) {
  const { mesh } = row;
  const ofMesh = (heading: string) =>
    renamed(expectedRows(cluster, heading), rename).filter(
      one => one.mesh === mesh,
    );
  const said = (cell: string) => (cell === '-' ? undefined : cell);
  return {
    title: MESHES[mesh],
    health: row.health,
    versions: row.versions,
    modes: row.modes,
    trustDomain: said(row['trust domain']),
    meshId: said(row['mesh id']),
    network: said(row.network),
    parts: sorted(
      ofMesh('Data plane').map(({ part, ready, versions }) => {
        const [is, wanted] = ready.split('/');
        const pods = wanted === '1' ? 'pod' : 'pods';
        return `${part}: ${is} of ${wanted} ${pods} ready ${versions}`;
      }),
    ),
    features: sorted(
      ofMesh('Features').map(
        ({ feature, state }) => `${feature}: ${FEATURES[state]}`,
      ),
    ),
    revisions: sorted(
      ofMesh('Revisions').map(({ revision, version, tags, health }) =>
        [
          ...[revision, version, tags === '-' ? DASH : inOrder(tags)],
          health,
        ].join(' | '),
      ),
    ),
  };
}

const OTHER_FACTS = [
  ...['Versions', 'Modes', 'Pods in a mesh'],
  ...['Trust domain', 'Mesh id', 'Network of the mesh'],
];

function shownInstallation(section: PageSection) {
  const { facts, tables, items } = section;
  const features = items.filter(item => /^[\w-]+: /.test(item));
  return {
    title: section.title,
    health: section.aside,
    versions: facts.Versions,
    modes: facts.Modes,
    trustDomain: facts['Trust domain'],
    meshId: facts['Mesh id'],
    network: facts['Network of the mesh'],
    parts: sorted(
      Object.entries(facts)
        .filter(([name]) => !OTHER_FACTS.includes(name))
        .map(([name, value]) => `${name}: ${value}`),
    ),
    features: sorted(features),
    revisions: sorted(
      (tables.Revisions ?? []).map(([revision, version, tags, health]) =>
        [revision, version, inOrder(tags), health].join(' | '),
      ),
    ),
  };
}

test.describe('a cluster, on its page', () => {
  for (const cluster of expectedClusters()) {
    test(cluster, async ({ page, world, rename }) => {
      const name = rename(cluster);
      const { displayName } = await world.portal.client.getCluster({
        params: { cluster: name },
      });
      const [own] = renamed(expectedRows(cluster, 'Cluster'), rename);
      await page.goto('/mesh/clusters');
      const listed = await readTable(page, 'Clusters');
      expect(listed.find(row => row.Cluster === displayName)?.Set).toBe(
        SETS[own.set],
      );
      await goTo(page, `/mesh/clusters/${name}`, displayName);
      const sections = await readSections(page);
      const { Kubernetes, Network } = sectionOf(sections, 'The cluster').facts;
      expect(Kubernetes).toBe(own.kubernetes);
      const network = `${NETWORKS[own.cni]} ${own.version} ${
        ENCRYPTION[own.encryption]
      }`;
      expect(Network.replace(/\s+/g, ' ')).toContain(network);

      for (const row of renamed(expectedRows(cluster, 'Meshes'), rename)) {
        const section = sectionOf(sections, MESHES[row.mesh]);
        expect(shownInstallation(section)).toEqual(
          expectedInstallation(cluster, row, rename),
        );
      }
      const footprint = sectionOf(
        sections,
        'What the meshes themselves ask for',
      );
      const [rows] = Object.values(footprint.tables);
      expect(
        sorted(rows.slice(0, -1).map(cells => cells.slice(0, 4).join(' | '))),
      ).toEqual(
        sorted(
          expectedRows(cluster, 'Footprint').map(
            ({ mesh, part, pods, cpu, memory }) =>
              [
                `${MESHES[mesh]}: ${PARTS[part]}`,
                ...[pods, cores(cpu), bytes(memory)],
              ].join(' | '),
          ),
        ),
      );
    });
  }
});

/** Names of the groups that links lead to; nothing is `-`. */
function ownersOf(links: readonly string[] = []): string {
  const names = links.map(link => link.split('/').at(-1) ?? '');
  return sorted(names).join(', ') || '-';
}

/** `istio ambient` is "Istio ambient"; Linkerd has one mode, which the page says. */
function meshWords(cell: string): string {
  if (cell === '-') return 'no mesh';
  return cell
    .split(', ')
    .map(one => {
      const [mesh, mode = 'sidecar'] = one.split(' ');
      return `${MESHES[mesh]} ${mode}`;
    })
    .sort()
    .join(', ');
}

function expectedWorkload(row: Row): string {
  const split = (cell: string) => cell.split(' and ');
  const states = split(row.state);
  const at = (cell: string, index: number) => {
    const value = split(cell)[index];
    return value === '-' ? '' : value;
  };
  const entries = states.map((state, index) => {
    const mesh = at(row.mesh, index);
    const pods = at(row.pods, index);
    const mode = at(row.mode, index);
    const layer = at(row.layer, index);
    const waypoint = at(row.waypoint, index);
    return [
      ...[STATES[state], mesh && `${MESHES[mesh]} ${mode}`, pods],
      ...[mesh && LAYERS[layer], at(row.proxies, index)],
      ...[waypoint && `Gateway ${waypoint}`, at(row.reason, index)],
    ].join(' | ');
  });
  return [row.workload, ...sorted(entries), `mTLS ${row.mTLS}`].join('\n  ');
}

function shownWorkload({ name, entries, mTLS }: PageWorkload): string {
  const lines = entries.map(({ line, facts, codes }) => {
    const [state, ...rest] = line;
    const pods = rest.at(-1) ?? '';
    return [
      ...[state, rest.length > 1 ? rest[0] : ''],
      pods.replace(/ pods?$/, ''),
      ...[facts['Handled as'] ?? '', facts['Versions of its proxies'] ?? ''],
      ...[facts.Waypoint ?? '', codes.join(', ')],
    ].join(' | ');
  });
  const word = mTLS.replace(/ for \d+ pods?$/, '');
  return [name, ...sorted(lines), word].join('\n  ');
}

test.describe('namespaces and their workloads, on their pages', () => {
  for (const cluster of expectedClusters()) {
    test(cluster, async ({ page, rename }) => {
      await page.goto('/mesh/namespaces');
      const all = renamed(expectedRows(cluster, 'Workloads'), rename);
      for (const row of renamed(expectedRows(cluster, 'Namespaces'), rename)) {
        const { namespace } = row;
        const path = `/mesh/namespaces/${rename(cluster)}/${namespace}`;
        await goTo(page, path, namespace);
        const sections = await readSections(page);
        const { facts, links } = sectionOf(sections, 'The namespace');
        const what = `${cluster} ${namespace}`;
        expect(sorted(facts['Asks for'].split(', ')).join(', '), what).toBe(
          meshWords(row['asks for']),
        );
        expect(ownersOf(links.Owners), what).toBe(inOrder(row.owner));
        expect(facts.Owners, what).toContain(OWNED_BY[row['owner by']]);
        expect(facts['Managed by'], what).toMatch(MANAGERS[row.managers]);

        const workloads = sections.flatMap(section => section.workloads);
        expect(sorted(workloads.map(shownWorkload)), what).toEqual(
          sorted(
            all
              .filter(one => one.namespace === namespace)
              .map(expectedWorkload),
          ),
        );
      }
    });
  }
});

test('the list of namespaces, as it is downloaded, has every one of them', async ({
  page,
  rename,
}) => {
  await page.goto('/mesh/namespaces');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const stream = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const [titles, ...rows] = Buffer.concat(chunks)
    .toString()
    .trim()
    .split('\r\n')
    .map(line => line.split(','));
  const columns = ['Namespace', 'Cluster (name for scripts)'].map(title =>
    titles.indexOf(title),
  );
  const expected = expectedClusters().flatMap(cluster =>
    expectedRows(cluster, 'Namespaces').map(({ namespace }) =>
      [namespace, cluster].map(rename).join(','),
    ),
  );
  expect(sorted(rows.map(row => columns.map(at => row[at]).join(',')))).toEqual(
    sorted(expected),
  );
});

const STANDS_FOR: Record<string, string> = {
  mirror: 'mirror',
  federated: 'federated service',
  imported: 'imported service',
};

const STAND_INS = expectedClusters().flatMap(cluster =>
  expectedRows(cluster, 'Services').map(row => ({ cluster, row })),
);

for (const { cluster, row: asWritten } of STAND_INS) {
  test(`${asWritten.service} in ${cluster}, on the page of what it stands for`, async ({
    page,
    world,
    rename,
  }) => {
    const [row] = renamed([asWritten], rename);
    const { items } = await world.portal.client.listClusters({
      params: {},
      query: { limit: 200 },
    });
    const named = (name: string) =>
      items.find(one => one.name === name)?.displayName ?? name;
    const [from, of] = row.of.split(' ');
    await page.goto(`/mesh/services/production/${of}`);
    const sentence = `${STANDS_FOR[row.kind]} ${
      row.service
    } of the one in ${named(from)}`;
    const [ready, total] = row.endpoints.split('/');
    // What is said of it in one cluster: name, sentence, facts.
    const instance = page
      .locator('section[aria-labelledby] div')
      .filter({
        has: page.getByRole('heading', {
          name: named(rename(cluster)),
          exact: true,
        }),
      })
      .filter({ hasText: sentence })
      .last();
    await expect(instance).toContainText(`${ready} of ${total} ready`);
  });
}

const WORST_MTLS = [
  ...['mTLS off', 'mTLS unknown', 'mTLS permissive', 'mTLS strict'],
];

function mtlsOf(workloads: readonly PageWorkload[]): string {
  const words = workloads.map(({ mTLS }) => mTLS.replace(/ for \d+.*/, ''));
  return WORST_MTLS.find(word => words.includes(word)) ?? '-';
}

/** State, mesh with mode and pods per mesh; reasons; the weakest mTLS. */
function verdictLine(
  entries: readonly string[][],
  codes: readonly string[],
  mTLS: string,
): string {
  const words = entries.map(([state, ...rest]) =>
    [
      state,
      rest.length > 1 ? rest[0] : '',
      (rest.at(-1) ?? '').replace(/ pods?$/, ''),
    ].join(' | '),
  );
  return [...sorted(words), sorted([...new Set(codes)]).join(', '), mTLS].join(
    ' ; ',
  );
}

function expectedEntityLine(row: Row): string {
  if (row.state === '-') return 'no state';
  const split = (cell: string) => cell.split(' and ');
  const modes = split(row.mode);
  const pods = split(row.pods);
  const meshes = split(row.mesh);
  const entries = split(row.state).map((state, index) => [
    STATES[state],
    ...(meshes[index] === '-'
      ? []
      : [`${MESHES[meshes[index]]} ${modes[index]}`]),
    pods[index],
  ]);
  const codes = row.reason === '-' ? [] : row.reason.split(/, | and /);
  return verdictLine(entries, codes, `mTLS ${row.mTLS}`);
}

/** What a tab says of a row: by service and set, or of a workload by itself. */
function shownEntityLine(
  sections: readonly PageSection[],
  row: Row,
  { set, cluster }: { set: string; cluster: string },
): string {
  const what = row['service or workload'];
  const [kind, path] = what.split(' ');
  if (path) {
    const name = `${kind} ${path.split('/')[1]}`;
    const workload = sections
      .find(({ title }) => title.endsWith(`without a Service in ${cluster}`))
      ?.workloads.find(one => one.name === name);
    if (!workload) return 'nothing';
    const { entries, mTLS } = workload;
    return verdictLine(
      entries.map(one => one.line),
      entries.flatMap(({ codes }) => codes),
      mTLS.replace(/ for \d+.*/, ''),
    );
  }
  // A mirror has another name than what it stands for.
  const isStandIn = row.state === '-';
  const instance = sections
    .filter(({ title }) => isStandIn || title === `${what} in ${set}`)
    .flatMap(({ instances }) => instances)
    .find(one => one.cluster === cluster);
  if (!instance) return 'nothing';
  if (instance.workloads.length === 0) return 'no state';
  const { lines, codes, workloads } = instance;
  return verdictLine(lines, codes, mtlsOf(workloads));
}

const ENTITIES = expectedTables()
  .filter(({ section }) => section === 'Entities')
  .flatMap(({ rows }) => rows);

/** By what an entity found what it has, and whose its services are; the catalog says whose the entity is. */
async function shownOrigin(
  page: Page,
  sections: readonly PageSection[],
): Promise<string> {
  const { facts = {}, links = {} } =
    sections.find(({ title }) => title === 'How it was found') ?? {};
  const sentence = facts['Looked for'] ?? '';
  const by = Object.keys(MATCHED_BY).find(key =>
    MATCHED_BY[key].test(sentence),
  );
  const owner = ownersOf(await readOwners(page));
  const owners = 'Owners' in facts ? ownersOf(links.Owners) : owner;
  return `by ${by ?? 'none'}, of ${[...new Set([owners, owner])].join(' or ')}`;
}

const expectedOrigin = (row: Row) =>
  `by ${row['matched by']}, of ${inOrder(row.owner)}`;

test('entities, on their tabs', async ({ page, world, rename }) => {
  const { items, sets } = await world.portal.client.listClusters({
    params: {},
    query: { limit: 200 },
  });
  const placeOf = (name: string) => {
    const cluster = items.find(one => one.name === name);
    return {
      set: sets.find(one => one.name === cluster?.set)?.title ?? '',
      cluster: cluster?.displayName ?? '',
    };
  };
  const all = renamed(ENTITIES, rename);
  const shown: string[] = [];
  const expected: string[] = [];
  await page.goto('/mesh/clusters');
  for (const entity of new Set(all.map(row => row.entity))) {
    await openTab(page, entity);
    const sections = await readSections(page);
    const origin = await shownOrigin(page, sections);
    for (const row of all.filter(one => one.entity === entity)) {
      const place = placeOf(row.cluster);
      const id = `${entity} ${row.cluster}: `;
      shown.push(id + origin);
      expected.push(id + expectedOrigin(row));
      if (row.cluster === '-') continue;
      shown.push(id + shownEntityLine(sections, row, place));
      expected.push(id + expectedEntityLine(row));
    }
  }
  expect(shown).toEqual(expected);
});

test('an entity that matches nothing says what was looked for', async ({
  page,
  rename,
}) => {
  const nothing = ENTITIES.filter(row => row['matched by'] === 'none');
  await page.goto('/mesh/clusters');
  for (const { entity } of renamed(nothing, rename)) {
    await openTab(page, entity);
    await expect(
      page.getByText(/meshport\.io\/services/).first(),
    ).toBeVisible();
  }
});
