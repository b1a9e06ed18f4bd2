import type { MeshClient } from '@meshport/plugin-mesh-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aGolden, aPage, aSummary } from '../../testing/answers';
import { aMetricsAnswer } from '../../testing/metricsAnswers';
import { renderPage } from '../../../dev/renderPage';
import { ServicePage } from './ServicePage';
import { ServicesPage } from './ServicesPage';

type Query = Parameters<MeshClient['listServices']>[0]['query'];

function renderList(address = '/mesh/services') {
  const asked: Query[] = [];
  renderPage(<ServicesPage />, {
    address,
    client: {
      listServices: async ({ query }) => {
        asked.push(query);
        return aPage([
          aSummary({
            name: 'cart',
            health: 'failing',
            golden: aGolden({ requestRate: 12.34, successRatio: 0.95 }),
          }),
          aSummary({
            name: 'quiet',
            health: 'idle',
            golden: aGolden({
              state: 'no-traffic',
              requestRate: 0,
              successRatio: undefined,
              latencyMs: undefined,
            }),
          }),
        ]);
      },
    },
  });
  return asked;
}

const rows = async () =>
  within(await screen.findByRole('table', { name: 'Services' })).getAllByRole(
    'row',
  );

describe('the list of services', () => {
  it('says how each is doing', async () => {
    renderList('/mesh/services?hide=-');
    const [, cart, quiet] = await rows();
    expect(cart).toHaveTextContent(/failing.*12.3 req\/s.*95 %.*90 ms/);
    expect(quiet).toHaveTextContent(/idle.*no traffic/);
    expect(quiet).not.toHaveTextContent(/%| ms/);
  });

  it('begins with what fits beside the navigation of a small screen', async () => {
    renderList();
    await rows();
    const titles = screen
      .getAllByRole('columnheader')
      .map(({ textContent }) => textContent);
    expect(titles).toEqual([
      ...['Service', 'Namespace', 'Cluster set', 'State'],
      ...['Health', 'Requests', 'Success', 'Where'],
    ]);
  });

  it('has rows of few lines, the worst clusters first', async () => {
    const place = aSummary().clusters[0];
    const names = ['west', 'east', 'south', 'far', 'farther'];
    renderPage(<ServicesPage />, {
      address: '/mesh/services',
      client: {
        listServices: async () =>
          aPage([
            aSummary({
              clusters: names.map(cluster => ({
                ...place,
                cluster,
                ...(cluster === 'farther' && {
                  state: 'misconfigured',
                  enrolled: 0,
                }),
              })),
            }),
          ]),
      },
    });
    const [, row] = await rows();
    const lines = within(row)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(lines).toEqual([
      'farther, Istio 0/2',
      'west, Istio 2/2',
      'east, Istio 2/2',
      'and 2 more',
    ]);
  });

  it.each([
    ['Health', 'health'],
    ['Requests', 'rate'],
    ['Success', 'success'],
    ['p99', 'p99'],
  ])('is sorted by the server by %s', async (title, sort) => {
    const asked = renderList('/mesh/services?hide=-');
    await rows();
    await userEvent.click(screen.getByRole('button', { name: title }));
    await waitFor(() => expect(asked.at(-1)).toMatchObject({ sort }));
  });

  it('is filtered by health', async () => {
    const asked = renderList('/mesh/services?health=failing&health=degraded');
    await rows();
    expect(asked[0]).toMatchObject({ health: ['failing', 'degraded'] });
  });
});

describe('the page of a service', () => {
  it('has the charts of its traffic below what each cluster has of it', async () => {
    const asked: object[] = [];
    renderPage(<ServicePage />, {
      address: '/mesh/services/production/shop/basket?window=15m',
      path: '/mesh/services/:set/:namespace/:name',
      client: {
        getServiceMetrics: async input => {
          asked.push(input);
          return aMetricsAnswer();
        },
      },
    });
    expect(
      await screen.findByRole('figure', { name: 'Requests' }),
    ).toBeInTheDocument();
    expect(asked[0]).toMatchObject({
      params: { set: 'production', namespace: 'shop', name: 'basket' },
      query: { window: '15m' },
    });
  });

  it('stays where its charts fail', async () => {
    renderPage(<ServicePage />, {
      address: '/mesh/services/production/shop/basket',
      path: '/mesh/services/:set/:namespace/:name',
      client: {
        getServiceMetrics: async () => {
          throw new Error('no');
        },
      },
    });
    expect(
      await screen.findByText('The mesh state could not be loaded'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { level: 2, name: 'shop/basket' }),
    ).toBeInTheDocument();
  });
});
