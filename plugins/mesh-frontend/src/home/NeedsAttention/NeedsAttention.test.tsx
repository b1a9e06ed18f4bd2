import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aPage, aSummary, aText } from '../../testing/answers';
import { renderPage } from '../../../dev/renderPage';
import { NeedsAttention } from './NeedsAttention';

const needy = (name: string) =>
  aSummary({
    name,
    state: 'pending-restart',
    entityRefs: [`component:default/${name}`],
    needs: {
      cluster: 'north',
      code: 'pod-predates-injection',
      text: aText('2 pods started too early.'),
      fix: aText(`Restart ${name}.`),
    },
  });

it('says of my services what is wrong and what to do, each leading to its page', async () => {
  renderPage(<NeedsAttention />, {
    client: { listServices: async () => aPage([needy('cart'), aSummary()]) },
  });
  const list = await screen.findByRole('list');
  const [item, ...others] = within(list).getAllByRole('listitem');
  expect(others).toEqual([]);
  expect(item).toHaveTextContent(
    'restart neededshop/cart (north): 2 pods started too early. Restart cart.',
  );
  await userEvent.click(within(item).getByRole('link'));
  expect(screen.getByLabelText('address')).toHaveTextContent(
    '/catalog/default/component/cart',
  );
});

it('lists three, and leads to all of mine', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  renderPage(<NeedsAttention />, {
    client: { listServices: async () => aPage(names.map(needy)) },
  });
  expect(await screen.findAllByRole('listitem')).toHaveLength(3);
  await userEvent.click(
    screen.getByRole('link', { name: 'and 2 more services' }),
  );
  const address = screen.getByLabelText('address').textContent ?? '';
  const [path, search] = address.split('?');
  expect(path).toBe('/mesh/services');
  expect(new URLSearchParams(search).getAll('owner')).toEqual([
    'user:default/ann',
    'group:default/shop-team',
  ]);
});

it('says so where nothing needs me', async () => {
  renderPage(<NeedsAttention />, {
    client: { listServices: async () => aPage([aSummary()]) },
  });
  expect(await screen.findByText(/^Nothing: all of your/)).toBeVisible();
});

it('puts failing requests first', async () => {
  const failing = aSummary({
    name: 'pay',
    health: 'failing',
    verdict: { place: 'theirs', text: aText('Calls to bank fail.') },
  });
  renderPage(<NeedsAttention />, {
    client: { listServices: async () => aPage([needy('cart'), failing]) },
  });
  const [first, second] = await screen.findAllByRole('listitem');
  expect(first).toHaveTextContent('failingshop/pay: Calls to bank fail.');
  expect(second).toHaveTextContent(/^restart neededshop\/cart/);
});
