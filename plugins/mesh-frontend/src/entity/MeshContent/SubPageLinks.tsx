import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { useLocation, useResolvedPath } from 'react-router-dom';
import { meshTranslationRef } from '../../translation';
import { SUB_PAGES } from './subPages';

/** The chosen time, which all parts of the tab that look back share. */
function sharedSearch(search: string): string {
  const before = new URLSearchParams(search);
  const shared = new URLSearchParams();
  for (const name of ['window', 'at']) {
    const value = before.get(name);
    if (value) shared.set(name, value);
  }
  return shared.size > 0 ? `?${shared}` : '';
}

/** The parts of the tab; each has an address of its own. */
export function SubPageLinks() {
  const { t } = useTranslationRef(meshTranslationRef);
  const { pathname, search } = useLocation();
  const base = useResolvedPath('').pathname.replace(/\/$/, '');
  const below = pathname.slice(base.length).replace(/^\//, '');
  const current =
    SUB_PAGES.find(
      ({ path }) => path && (below === path || below.startsWith(`${path}/`)),
    ) ?? SUB_PAGES[0];
  return (
    <Box
      component="nav"
      aria-label={t('subPage.nav')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 3,
        borderBottom: 1,
        borderColor: 'divider',
        mb: 2,
      }}
    >
      {SUB_PAGES.map(page => (
        <Box
          key={page.path}
          sx={{
            py: 1,
            mb: '-1px',
            borderBottom: 2,
            borderColor: page === current ? 'primary.main' : 'transparent',
            fontWeight: page === current ? 'fontWeightBold' : undefined,
          }}
        >
          <Link
            to={`${base}${page.path && `/${page.path}`}${sharedSearch(search)}`}
            aria-current={page === current ? 'page' : undefined}
          >
            {t(`subPage.${page.title}`)}
          </Link>
        </Box>
      ))}
    </Box>
  );
}
