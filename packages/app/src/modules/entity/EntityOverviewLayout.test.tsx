import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, EntityProvider } from '@backstage/plugin-catalog-react';
import type { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { EntityOverviewLayout } from './EntityOverviewLayout';

type Cards = EntityContentLayoutProps['cards'];

const aCard = (name: string, type?: Cards[0]['type']): Cards[0] => ({
  type,
  element: <p key={name}>{name}</p>,
});

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'basket', namespace: 'default' },
  spec: {},
};

async function shownWith(
  cards: Cards,
  relations: { type: string; targetRef: string }[] = [],
) {
  const shown = { ...entity, relations };
  renderInTestApp(
    <EntityProvider entity={shown}>
      <EntityOverviewLayout cards={cards} />
    </EntityProvider>,
    { apis: [[catalogApiRef, catalogApiMock({ entities: [shown] })]] },
  );
  const paragraphs = await screen.findAllByText(/^(About|Mesh|Relations)$/);
  return paragraphs.map(({ textContent }) => textContent);
}

it('has what changes before what the entity is, in the order of the configuration', async () => {
  expect(
    await shownWith([
      aCard('About', 'info'),
      aCard('Mesh', 'content'),
      aCard('Relations'),
    ]),
  ).toEqual(['Mesh', 'Relations', 'About']);
});

it('still warns of relations to what is not there', async () => {
  await shownWith(
    [aCard('Mesh')],
    [{ type: 'ownedBy', targetRef: 'group:default/gone' }],
  );
  expect(await screen.findByText(/group:default\/gone/)).toBeInTheDocument();
});
