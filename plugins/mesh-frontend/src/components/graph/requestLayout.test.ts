import { layoutGraph } from './layout';
import { requestLayout } from './requestLayout';

it('lays out in the page where there are no workers', async () => {
  const graph = {
    nodes: [{ id: 'web', frame: 'west' }, { id: 'cart' }],
    edges: [{ from: 'web', to: 'cart' }],
  };
  expect(await requestLayout(graph, new AbortController().signal)).toEqual(
    layoutGraph(graph),
  );
});
