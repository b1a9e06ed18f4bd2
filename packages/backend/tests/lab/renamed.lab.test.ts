import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { allAnswers } from '../harness/allAnswers';
import { expectedRows } from '../harness/expectations';
import { expectationsSuite } from '../harness/expectations.suite';
import { ROOT } from '../harness/root';
import { startWorld, type World } from '../harness/World';

/** The same under other names: nothing in the portal knows the lab. */
jest.setTimeout(90_000);

/** Names that belong to Kubernetes, Istio and what comes with a cluster: every installation has them. */
const EVERYWHERE = [
  /^(default|kubernetes|kube-(system|public|node-lease|proxy|dns))$/,
  /^(calico-.*|coredns|metrics-server)$/,
  /^(istiod?|istio-(system|cni-node|ingressgateway|eastwestgateway))$/,
  // Its API group is called so, and istiod's container.
  /^discovery$/,
];

/** Names of the world that are words of the language, too: plugins may say them, and are caught by their new ones. */
const WORDS_OF_THE_LANGUAGE = [
  'analytics',
  'canary',
  'checkout',
  'frontend',
  'logging',
  'monitoring',
  'platform',
  'prod',
  'recommendations',
  'shop',
];

/** The name of the tag `default` and of the revision `default` belong to Istio, not to the lab. */
const NAMES: Readonly<Record<string, string>> = {
  'aws-eks': 'cloud-nine',
  orders: 'desk',
  payments: 'till',
  frontend: 'shopwindow',
  recommendations: 'hints',
  loyalty: 'stamps',
  crm: 'rolodex',
  sandbox: 'meadow',
  logging: 'diary',
  analytics: 'sums',
  monitoring: 'lookout',
  'order-processor': 'parcel-sorter',
  'invoice-renderer': 'bill-printer',
  'checkout-api': 'cash-desk',
  'checkout-api-canary': 'cash-desk-trial',
  'fraud-scoring': 'coin-tester',
  'settlement-report': 'evening-count',
  'gift-cards': 'vouchers',
  'web-frontend': 'showcase',
  'image-resizer': 'frame-cutter',
  recommender: 'whisperer',
  'search-ranker': 'sorter',
  'loyalty-points': 'stamp-book',
  'crm-sync': 'card-copier',
  'load-generator': 'mower',
  'fluent-bit': 'scribe',
  'clickstream-collector': 'footprint-counter',
  'event-exporter': 'messenger',
  'report-api': 'abacus',
  'prometheus-main': 'gauge-keeper',
  'prometheus-operated': 'gauge-door',
  grafana: 'easel',
  'node-exporter': 'thermometer',
  'dashboards-backup': 'easel-copy',
  'cert-manager': 'notary',
  shop: 'bazaar',
  checkout: 'paydesk',
  fulfilment: 'delivery',
  storefront: 'facade',
  'company-platform': 'ground-floor',
  platform: 'janitor',
  'dev-payments': 'ada',
  'dev-frontend': 'grace',
  'team-payments': 'coins',
  'team-frontend': 'glaziers',
  'team-discovery': 'scouts',
  'platform-team': 'caretakers',
  canary: 'trial',
  prod: 'steady',
  '1-28-3': '9-9-9',
};

const OLD = Object.keys(NAMES).sort((a, b) => b.length - a.length);
const WORDS = new RegExp(
  `(?<![A-Za-z0-9])(?:${OLD.join('|')})(?![A-Za-z0-9])`,
  'g',
);

/** As the lab does it: whole words, hyphens and dots separate them. */
function rename(text: string): string {
  return text.replace(WORDS, word => NAMES[word]);
}

const LAB = join(ROOT, 'packages', 'lab');

const NAMED_KINDS = [
  ...['Namespace', 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'],
  ...['Service', 'Component', 'System', 'Domain', 'Group', 'User'],
];

interface Named {
  kind?: string;
  metadata: { name: string; labels?: Record<string, string> };
}

function objectsIn(directory: string): Named[] {
  return readdirSync(directory)
    .filter(file => file.endsWith('.yaml'))
    .map(file => readFileSync(join(directory, file), 'utf8'))
    .flatMap(text => parseAllDocuments(text))
    .map(document => document.toJS() as Named);
}

/** What the lab's author chose: clusters, namespaces, workloads, services, revisions, tags and entities. */
function namesOfTheWorld(): string[] {
  const clusters = readdirSync(join(LAB, 'world'));
  const directories = clusters.map(cluster => join(LAB, 'world', cluster));
  const objects = [...directories, join(LAB, 'catalog')]
    .flatMap(objectsIn)
    .filter(object => NAMED_KINDS.includes(object.kind ?? ''));
  const revisions = objects.flatMap(({ metadata: { labels } }) => [
    labels?.['istio.io/rev'] ?? 'default',
    labels?.['istio.io/tag'] ?? 'default',
  ]);
  const names = objects
    .map(({ metadata }) => metadata.name)
    // `istiod-canary` is Istio's name and a revision, which is in the list.
    .map(name => name.replace(/^istiod(-revision-tag)?-/, ''));
  return [...new Set([...clusters, ...names, ...revisions])]
    .filter(name => !EVERYWHERE.some(pattern => pattern.test(name)))
    .sort();
}

let world: World;
let folder: string;

/** What the guest would own has another name now. */
function guestConfig(): string {
  const path = join(folder, 'guest.yaml');
  const ownershipEntityRefs = [
    'user:default/guest',
    rename('group:default/team-payments'),
  ];
  writeFileSync(
    path,
    JSON.stringify({ auth: { providers: { guest: { ownershipEntityRefs } } } }),
  );
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'meshport-renamed-'));
  const map = join(folder, 'names.json');
  writeFileSync(map, JSON.stringify(NAMES));
  world = await startWorld({
    name: 'renamed',
    labArgs: ['--rename', map],
    appConfigs: () => [guestConfig()],
  });
});

afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

expectationsSuite(() => world, rename);

describe('every name of the world', () => {
  it('is another one here', () => {
    const names = namesOfTheWorld();
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter(name => !Object.hasOwn(NAMES, name))).toEqual([]);
  });

  it('is one that plugins must not contain, unless it is a word of the language', () => {
    const path = join(LAB, 'names.json');
    const forbidden = JSON.parse(readFileSync(path, 'utf8')) as string[];
    const missing = namesOfTheWorld().filter(name => !forbidden.includes(name));
    expect(missing).toEqual(WORDS_OF_THE_LANGUAGE);
  });
});

it('no answer contains an old name', async () => {
  const refs = expectedRows('aws-eks', 'Entities').map(({ entity }) =>
    rename(entity),
  );
  const text = JSON.stringify(await allAnswers(world.portal, refs));
  expect(text.length).toBeGreaterThan(10_000);
  expect(text.match(WORDS) ?? []).toEqual([]);
});
