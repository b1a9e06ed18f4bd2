import type {
  Setup,
  SetupCluster,
  SetupStore,
} from '@meshport/plugin-mesh-common';
import { screen, within } from '@testing-library/react';
import { platformAnswer } from '../../../dev/recordedAnswers';
import { aSetupCluster, aText } from '../../testing/answers';
import { renderPage } from '../../../dev/renderPage';
import { SetupPage } from './SetupPage';

function renderSetup(clusters: SetupCluster[], overrides: Partial<Setup> = {}) {
  const setup: Setup = {
    ...platformAnswer('getSetup'),
    clusters,
    ...overrides,
  };
  renderPage(<SetupPage />, {
    address: '/mesh/setup',
    client: { getSetup: async () => setup },
  });
}

async function clusterSection(name: string) {
  return screen.findByRole('region', { name });
}

it('shows at a glance what differs between clusters', async () => {
  renderSetup([
    aSetupCluster('north'),
    aSetupCluster('south', { credentials: 'oidc', status: 'unsupported' }),
  ]);
  const table = await screen.findByRole('table', {
    name: 'Clusters at a glance',
  });
  const [, north, south] = within(table).getAllByRole('row');
  expect(north).toHaveTextContent(/live.*serviceAccount.*1 of 1.*3 of 4/);
  expect(south).toHaveTextContent(/no credentials.*oidc/);
});

it('gives the rules that are missing, all at once and per kind', async () => {
  renderSetup([
    aSetupCluster('north', {
      kinds: [
        { part: 'pods', status: 'live', objects: 3 },
        {
          part: 'httproutes.gateway.networking.k8s.io',
          status: 'forbidden',
          objects: 0,
          reason: aText('The portal may not read httproutes.'),
          manifest: 'kind: ClusterRole # one',
        },
      ],
      manifest: 'kind: ClusterRole # all',
    }),
  ]);
  const north = await clusterSection('north');
  expect(within(north).getByText('kind: ClusterRole # all')).toBeVisible();
  expect(north).toHaveTextContent('kubectl --context north apply -f');
  const kinds = within(north).getByRole('table', { name: 'Kinds of objects' });
  const [, first, second] = within(kinds).getAllByRole('row');
  expect(first).toHaveTextContent(/httproutes.*may not be read/);
  expect(
    within(first).getByRole('button', { name: /the rule for httproutes/ }),
  ).toBeInTheDocument();
  expect(second).toHaveTextContent(/pods.*read.*3/);
});

it.each([
  [undefined, '–'],
  [0, 'in step'],
  [-1400, 'in step'],
  [12_300, '12 seconds ahead of the portal'],
  [-3_000, '3 seconds behind the portal'],
])('tells of a clock that is %s ms ahead: %s', async (skew, words) => {
  renderSetup([aSetupCluster('north', { clockSkewMilliseconds: skew })]);
  const table = await screen.findByRole('table', {
    name: 'Clusters at a glance',
  });
  expect(within(table).getByRole('row', { name: /^north/ })).toHaveTextContent(
    words,
  );
});

it('puts first what is left to do: conflicts of names, credentials with what to add', async () => {
  renderSetup([
    aSetupCluster('fine'),
    aSetupCluster('twin', {
      aliases: [
        {
          system: 'istio',
          alias: 'main',
          source: 'detected',
          conflict: aText('Two clusters are called main by Istio.'),
        },
      ],
    }),
    aSetupCluster('locked', {
      status: 'unsupported',
      advice: {
        text: aText('Give the portal a token of its own.'),
        configuration: 'serviceAccountToken: ...',
      },
    }),
  ]);
  await clusterSection('fine');
  const titles = screen
    .getAllByRole('heading', { level: 2 })
    .map(({ textContent }) => textContent);
  expect(titles).toEqual([
    ...['This portal', 'Clusters at a glance', 'twin', 'locked', 'fine'],
  ]);
  expect(await clusterSection('twin')).toHaveTextContent(/called main by/);
  expect(await clusterSection('locked')).toHaveTextContent(
    /token of its own.*serviceAccountToken/,
  );
});

it('says what is wrong with the configuration, and what it costs', async () => {
  renderSetup([aSetupCluster('north')], {
    warnings: [aText('Cluster attic is in no cluster set.')],
    process: {
      residentBytes: 512 * 2 ** 20,
      heapUsedBytes: 200 * 2 ** 20,
      startedAt: new Date().toISOString(),
    },
  });
  const portal = await screen.findByRole('region', { name: 'This portal' });
  expect(portal).toHaveTextContent(/attic is in no cluster set/);
  expect(portal).toHaveTextContent(/512 MiB, 200 MiB of it heap/);
});

it('tells an installer without clusters what to add', async () => {
  renderSetup([]);
  expect(await screen.findByText(/clusterLocatorMethods:/)).toBeInTheDocument();
});

function aStore(overrides: Partial<SetupStore> = {}): SetupStore {
  return {
    name: 'main',
    url: 'http://prometheus.example',
    status: 'live',
    refresh: {
      at: new Date().toISOString(),
      milliseconds: 1250,
      queries: 34,
      bytes: 3 * 2 ** 20,
    },
    clockSkewMilliseconds: 0,
    clusters: ['north'],
    notes: [],
    ...overrides,
  };
}

describe('metrics', () => {
  const storeRow = async (name: string) => {
    const table = await screen.findByRole('table', { name: 'Metrics stores' });
    return within(table).getByRole('row', { name: new RegExp(`^${name}`) });
  };

  it('are told of per store: what it answers, what that takes, what it has', async () => {
    renderSetup([aSetupCluster('north', { displayName: 'The north' })], {
      stores: [aStore()],
    });
    expect(await storeRow('main')).toHaveTextContent(
      /prometheus\.example.*live.*1.25 s.*34.*3 MiB.*in step.*The north/,
    );
  });

  it.each<[string, Partial<SetupStore>, RegExp]>([
    [
      'is asked for the first time',
      { status: 'starting', refresh: undefined, clusters: [] },
      /being asked.*–/,
    ],
    [
      'has failed just now',
      {
        status: 'stale',
        observedAt: new Date(Date.now() - 120_000).toISOString(),
      },
      /not current.*numbers of 2 min/,
    ],
    ['has failed for long', { status: 'unavailable' }, /no numbers/],
    [
      'has another time',
      { clockSkewMilliseconds: -31_000 },
      /31 seconds behind the portal/,
    ],
  ])('are told of a store that %s', async (_, store, words) => {
    renderSetup([aSetupCluster('north')], { stores: [aStore(store)] });
    expect(await storeRow('main')).toHaveTextContent(words);
  });

  it('say what is wrong with a store once, and what is doubtful of its numbers', async () => {
    const reason = aText('Metrics store main refuses connections.');
    renderSetup(
      ['north', 'south'].map(name =>
        aSetupCluster(name, {
          metrics: { store: 'main', isFound: true, reason },
        }),
      ),
      {
        stores: [
          aStore({
            status: 'stale',
            reason,
            notes: [aText('Metrics store main has series of mars.')],
          }),
        ],
      },
    );
    const section = await screen.findByRole('region', {
      name: 'Metrics stores',
    });
    expect(section).toHaveTextContent(/refuses connections.*series of mars/);
    expect(screen.getAllByText(/refuses connections/)).toHaveLength(1);
  });

  it.each<[string, SetupCluster['metrics'], RegExp]>([
    [
      'found by its label',
      {
        store: 'main',
        label: { name: 'region', value: 'eu-north' },
        isFound: true,
      },
      /Metrics\s*in main\s*region="eu-north"/,
    ],
    [
      'found in a store of its own',
      { store: 'main', isFound: true },
      /Metrics\s*in main/,
    ],
    ['not asked for yet', { store: 'main' }, /main has not answered yet/],
    [
      'not found',
      {
        store: 'main',
        label: { name: 'region', value: 'north' },
        isFound: false,
        reason: aText('Metrics store main has no series of cluster north.'),
      },
      /no series of cluster north.*not in main\s*region="north"/,
    ],
    [
      'in a store that nobody has named',
      { reason: aText('It is not configured which store has north.') },
      /not configured which store.*store not configured/,
    ],
  ])('are told of a cluster that is %s', async (_, metrics, words) => {
    renderSetup([aSetupCluster('north', { metrics })], { stores: [aStore()] });
    expect(await clusterSection('north')).toHaveTextContent(words);
  });

  it('of a cluster that is not found come before clusters in order', async () => {
    const lost = {
      store: 'main',
      isFound: false,
      reason: aText('Metrics store main has no series of cluster lost.'),
    };
    renderSetup(
      [aSetupCluster('fine'), aSetupCluster('lost', { metrics: lost })],
      { stores: [aStore()] },
    );
    await clusterSection('fine');
    const titles = screen
      .getAllByRole('heading', { level: 2 })
      .map(({ textContent }) => textContent);
    expect(titles.slice(-2)).toEqual(['lost', 'fine']);
  });

  it('come with what to add where no store is configured', async () => {
    const configuration = 'mesh:\n  metrics:\n    stores:\n';
    renderSetup([aSetupCluster('north')], {
      stores: undefined,
      storeAdvice: {
        text: aText('No metrics store is configured.'),
        configuration,
      },
    });
    const section = await screen.findByRole('region', {
      name: 'Metrics stores',
    });
    expect(section).toHaveTextContent(/No metrics store is configured/);
    expect(section).toHaveTextContent(/mesh:\s+metrics:\s+stores:/);
    expect(
      within(section).getByRole('button', {
        name: 'Copy: mesh.metrics.stores',
      }),
    ).toBeEnabled();
  });
});
