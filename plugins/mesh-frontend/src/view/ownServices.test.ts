import { aSummary, aText } from '../testing/answers';
import { serviceRows } from './ownServices';

const need = (message: string) => ({
  cluster: 'north',
  code: 'pod-predates-injection',
  text: aText(message),
});

it('makes one row of a service that is in several sets', () => {
  const rows = serviceRows(
    [
      aSummary({ set: 'production', state: 'enrolled' }),
      aSummary({
        set: 'staging',
        state: 'partial',
        needs: need('Restart it.'),
        clusters: [1, 2].map(n => ({
          cluster: `c${n}`,
          mesh: 'istio',
          mode: 'sidecar',
          state: 'partial',
          enrolled: 1,
          total: 3,
        })),
      }),
    ],
    [],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    id: 'shop/basket',
    state: 'partial',
    entityRef: 'component:default/basket',
    need: { text: { message: 'Restart it.' } },
  });
  expect([...rows[0].cells]).toEqual([
    ['production', { state: 'enrolled', enrolled: 2, total: 2 }],
    ['staging', { state: 'partial', enrolled: 2, total: 6 }],
  ]);
});

it('puts the services that need someone first, then sorts by name', () => {
  const rows = serviceRows(
    [
      aSummary({ name: 'b' }),
      aSummary({ name: 'a' }),
      aSummary({ name: 'd', needs: need('A waypoint is missing.') }),
      aSummary({ name: 'c', state: 'misconfigured' }),
    ],
    [],
  );
  expect(rows.map(row => row.name)).toEqual(['c', 'd', 'a', 'b']);
});

it('has a row without a link for a service that no entity matches', () => {
  expect(
    serviceRows([aSummary({ entityRefs: [] })], [])[0].entityRef,
  ).toBeUndefined();
});
