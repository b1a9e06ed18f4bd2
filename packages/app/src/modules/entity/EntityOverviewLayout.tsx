import {
  EntityOrphanWarning,
  EntityProcessingErrorsPanel,
  EntityRelationWarning,
  EntitySwitch,
  hasCatalogProcessingErrors,
  hasRelationWarnings,
  isOrphan,
} from '@backstage/plugin-catalog';
import type { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import Box from '@mui/material/Box';
import { Fragment } from 'react';

type Cards = EntityContentLayoutProps['cards'];

function Stack({ cards }: { cards: Cards }) {
  return (
    <Box sx={{ display: 'grid', gap: 3, minWidth: 0 }}>
      {cards.map(({ element }, index) => (
        <Fragment key={element.key ?? index}>{element}</Fragment>
      ))}
    </Box>
  );
}

function Warnings() {
  return (
    <Box
      sx={{ display: 'grid', gap: 2, mb: 3, '&:empty': { display: 'none' } }}
    >
      <EntitySwitch>
        <EntitySwitch.Case if={isOrphan}>
          <EntityOrphanWarning />
        </EntitySwitch.Case>
      </EntitySwitch>
      <EntitySwitch>
        <EntitySwitch.Case if={hasRelationWarnings}>
          <EntityRelationWarning />
        </EntitySwitch.Case>
      </EntitySwitch>
      <EntitySwitch>
        <EntitySwitch.Case if={hasCatalogProcessingErrors}>
          <EntityProcessingErrorsPanel />
        </EntitySwitch.Case>
      </EntitySwitch>
    </Box>
  );
}

/**
 * The overview of an entity as the catalog lays it out, but on a narrow screen with what
 * changes (the cards of the mesh come first) above what an entity is called and belongs to.
 */
export function EntityOverviewLayout({ cards }: EntityContentLayoutProps) {
  const facts = cards.filter(({ type }) => type === 'info');
  const content = cards.filter(({ type }) => type !== 'info');
  return (
    <>
      <Warnings />
      <Box
        sx={{
          display: 'grid',
          gap: 3,
          alignItems: 'start',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md:
              facts.length > 0
                ? 'minmax(0, 2fr) minmax(0, 1fr)'
                : 'minmax(0, 1fr)',
          },
        }}
      >
        {content.length > 0 && <Stack cards={content} />}
        {facts.length > 0 && <Stack cards={facts} />}
      </Box>
    </>
  );
}
