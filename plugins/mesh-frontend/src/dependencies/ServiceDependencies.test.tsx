import { MeshApiError, type Dependencies } from '@meshport/plugin-mesh-common';
import { screen } from '@testing-library/react';
import { aText } from '../testing/answers';
import { anEdge, aNode, someDependencies } from '../testing/graphs';
import { renderPage } from '../../dev/renderPage';
import { ServiceDependencies } from './ServiceDependencies';

const service = { set: 'production', namespace: 'shop', name: 'cart' };
const cart = aNode('cart');
const web = aNode('web');

function renderService(answer: () => Promise<Dependencies>) {
  const asked: unknown[] = [];
  renderPage(<ServiceDependencies {...service} />, {
    address: '/mesh/services/production/shop/cart?view=table&depth=2',
    client: {
      getServiceDependencies: async input => {
        asked.push(input);
        return answer();
      },
    },
  });
  return asked;
}

it('asks for the service, as far as the address says', async () => {
  const asked = renderService(async () =>
    someDependencies({
      focus: [cart.id],
      nodes: [cart, web],
      edges: [anEdge(web, cart)],
      verdicts: [{ ...service, place: 'fine', text: aText('All is well.') }],
    }),
  );
  expect(await screen.findByRole('table', { name: 'Calls' })).toHaveTextContent(
    /shop\/web.*shop\/cart/,
  );
  expect(asked).toEqual([
    { params: service, query: { depth: 2, gateways: 'false' } },
  ]);
  expect(screen.queryByText('All is well.')).toBeNull();
});

it('says what failed', async () => {
  renderService(async () => {
    throw new MeshApiError(503, 'The mesh plugin answered 503.');
  });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'The mesh plugin answered 503.',
  );
});
