import type { Setup, SetupCluster } from '@meshport/plugin-mesh-common';
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
