import { screen } from '@testing-library/react';
import { renderPage } from '../../dev/renderPage';
import { OverviewPage } from '../platform/OverviewPage';
import { aRequestRow } from '../testing/requests';

function renderOverview(items: string[], nextCursor?: string) {
  const asked: unknown[] = [];
  renderPage(<OverviewPage />, {
    client: {
      listRequests: async ({ query }) => {
        asked.push(query);
        return { items: items.map(id => aRequestRow({ id })), nextCursor };
      },
    },
  });
  return asked;
}

it.each([
  [['one'], undefined, '1 request waits for your decision'],
  [['one', 'two'], undefined, '2 requests wait for your decision'],
  [['one', 'two'], 'more', 'More than 2 requests wait for your decision'],
])('of %j, then %s: %s', async (items, nextCursor, told) => {
  const asked = renderOverview(items, nextCursor);
  expect(await screen.findByRole('link', { name: told })).toHaveAttribute(
    'href',
    '/mesh/requests',
  );
  expect(asked[0]).toMatchObject({ view: 'to-decide' });
});

it('says nothing where nothing waits', async () => {
  const asked = renderOverview([]);
  await screen.findByRole('region', { name: 'Needs attention' });
  expect(asked).toHaveLength(1);
  expect(screen.queryByText(/for your decision/)).toBeNull();
});
