import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Drift } from '@meshport/plugin-mesh-common';
import { parseAllDocuments, stringify } from 'yaml';
import { MetricsLab, metricsArgs } from '../harness/MetricsLab';
import { ROOT } from '../harness/root';
import { startWorld, type World } from '../harness/World';

/** Calls that the catalog does not know of: what is printed against them, pasted into its files, helps. */
jest.setTimeout(420_000);

const CATALOG = join(ROOT, 'packages', 'lab', 'catalog');
const PLATFORM_ENGINEER = 'platform';
/** The catalog reads a file again after so long. */
const PROCESSING_SECONDS = 5;
/** That, and until the portal reads the catalog again. */
const KNOWN_MILLISECONDS = 150_000;
const FIRST_MILLISECONDS = 120_000;
/** Of TRAFFIC.md, as far as they are made at any time of the day. */
const EXPECTED = [
  ['component:default/web-frontend', 'component:default/search-api'],
  ['component:default/order-processor', 'component:default/inventory-service'],
  ['component:default/sidekiq', 'component:default/registry'],
  ['component:default/otel-collector', 'component:default/loki-gateway'],
];

let world: World;
let directory: string;

/** Lists in lines of their own, as an item is printed; lists in brackets nobody can add a line to. */
function copyCatalog(): string[] {
  return readdirSync(CATALOG)
    .filter(name => name.endsWith('.yaml'))
    .map(name => {
      const documents = parseAllDocuments(
        readFileSync(join(CATALOG, name), 'utf8'),
      );
      const texts = documents.map(document => {
        const entity = document.toJS() as unknown;
        return entity ? stringify(entity, { lineWidth: 0 }) : '';
      });
      const file = join(directory, name);
      writeFileSync(file, texts.filter(Boolean).join('---\n'));
      return file;
    });
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'meshport-catalog-'));
  const files = copyCatalog();
  const labArgs = await metricsArgs('10m');
  world = await startWorld({
    name: 'drift',
    labArgs,
    config: () => ({
      catalog: {
        locations: files.map(target => ({ type: 'file', target })),
        processingInterval: { seconds: PROCESSING_SECONDS },
      },
    }),
  });
  await new MetricsLab(world.lab).ready();
});

afterAll(async () => {
  await world?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const portal = () => world.portal.as(PLATFORM_ENGINEER);

const pairOf = ({ entityRef, dependsOn }: Drift) =>
  `${entityRef} > ${dependsOn}`;

async function dependenciesOf(ref: string) {
  const [kind, namespace, name] = ref.split(/[:/]/);
  const params = { kind, namespace, name };
  return portal().client.getEntityDependencies({ params });
}

/** By the pair of entities; of all entities that have a service. */
async function undeclared(): Promise<Map<string, Drift>> {
  const services = await portal().services();
  const refs = new Set(services.flatMap(({ entityRefs }) => entityRefs));
  const found = new Map<string, Drift>();
  for (const ref of refs) {
    for (const drift of (await dependenciesOf(ref)).drift) {
      if (drift.kind === 'undeclared') found.set(pairOf(drift), drift);
    }
  }
  return found;
}

/** What somebody does who is told a path with a line at its end: the part that is not there yet goes below the rest. */
function paste({ entityRef, manifest = '', location = '' }: Drift): void {
  const file = location.replace(/^file:/, '');
  const documents = readFileSync(file, 'utf8').split('---\n');
  const [, , name] = entityRef.split(/[:/]/);
  const index = documents.findIndex(
    document =>
      document.includes(`\n  name: ${name}\n`) &&
      !/^kind: (API|Group|User|System|Domain)$/m.test(document),
  );
  const lines = documents[index].split('\n');
  const printed = manifest.trimEnd().split('\n');
  let at = -1;
  let known = 0;
  for (const line of printed) {
    const found = lines.indexOf(line, at + 1);
    if (found < 0) break;
    at = found;
    known += 1;
  }
  expect(known).toBeGreaterThan(0);
  lines.splice(at + 1, 0, ...printed.slice(known));
  documents[index] = lines.join('\n');
  writeFileSync(file, documents.join('---\n'));
}

describe('a call that the catalog does not know of', () => {
  it('is none any more once its line is in the file that is named', async () => {
    const before = await world.eventually(
      'undeclared calls',
      async () => {
        const found = await undeclared();
        const isComplete = EXPECTED.every(([caller, callee]) =>
          found.has(`${caller} > ${callee}`),
        );
        return isComplete && found;
      },
      { timeoutMilliseconds: FIRST_MILLISECONDS, intervalMilliseconds: 5_000 },
    );
    for (const drift of before.values()) {
      expect(drift.location).toContain(directory);
      paste(drift);
    }
    await world.eventually(
      'the catalog to know of all of them',
      async () => {
        const after = await undeclared();
        return [...before.keys()].every(pair => !after.has(pair));
      },
      { timeoutMilliseconds: KNOWN_MILLISECONDS, intervalMilliseconds: 5_000 },
    );
    for (const { entityRef, dependsOn } of before.values()) {
      const { edges, nodes } = await dependenciesOf(entityRef);
      const ids = nodes.flatMap(node =>
        node.entityRef === dependsOn ? node.id : [],
      );
      const marked = edges.filter(({ to, drift }) => drift && ids.includes(to));
      expect(marked).toEqual([]);
    }
  });
});
