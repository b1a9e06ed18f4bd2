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
    renderList();
    const [, cart, quiet] = await rows();
    expect(cart).toHaveTextContent(/failing.*12.3 req\/s.*95 %.*90 ms/);
    expect(quiet).toHaveTextContent(/idle.*no traffic/);
    expect(quiet).not.toHaveTextContent(/%| ms/);
  });

  it.each([
    ['Health', 'health'],
    ['Requests', 'rate'],
    ['Success', 'success'],
    ['p99', 'p99'],
  ])('is sorted by the server by %s', async (title, sort) => {
    const asked = renderList();
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
