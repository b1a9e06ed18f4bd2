import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allAnswers } from '../harness/allAnswers';
import { expectedRows } from '../harness/expectations';
import { expectationsSuite } from '../harness/expectations.suite';
import { startWorld, type World } from '../harness/World';

/** The same under other names: nothing in the portal knows the lab. */
jest.setTimeout(90_000);

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

let world: World;
let folder: string;

/** Guest sign-in is one of the lab's people, who has another name now. */
function guestConfig(): string {
  const path = join(folder, 'guest.yaml');
  const userEntityRef = rename('user:default/dev-payments');
  writeFileSync(
    path,
    JSON.stringify({ auth: { providers: { guest: { userEntityRef } } } }),
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

it('no answer contains an old name', async () => {
  const refs = expectedRows('aws-eks', 'Entities').map(({ entity }) =>
    rename(entity),
  );
  const text = JSON.stringify(await allAnswers(world.portal, refs));
  expect(text.length).toBeGreaterThan(10_000);
  expect(text.match(WORDS) ?? []).toEqual([]);
});
