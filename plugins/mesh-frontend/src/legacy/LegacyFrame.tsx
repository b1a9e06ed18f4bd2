import { Header, Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router-dom';
import {
  clustersRouteRef,
  graphRouteRef,
  namespacesRouteRef,
  rootRouteRef,
  servicesRouteRef,
  setupRouteRef,
} from '../routes';
import { meshTranslationRef } from '../translation';

/** The pages that the app has mounted, in the order of the tabs of the new system. */
function usePages(): readonly (readonly [address: string, title: string])[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const pages = [
    [useRouteRef(rootRouteRef)?.(), t('overview.title')],
    [useRouteRef(servicesRouteRef)?.(), t('servicesPage.title')],
    [useRouteRef(namespacesRouteRef)?.(), t('namespaces.title')],
    [useRouteRef(graphRouteRef)?.(), t('graph.pageTitle')],
    [useRouteRef(clustersRouteRef)?.(), t('clusters.title')],
    [useRouteRef(setupRouteRef)?.(), t('setup.title')],
  ] as const;
  return pages.flatMap(([address, title]) =>
    address === undefined ? [] : [[address, title] as const],
  );
}

/** Title and tabs, which the new frontend system draws by itself. */
export function LegacyFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { pathname } = useLocation();
  const pages = usePages();
  // The overview's address begins those of the others.
  const [current] = pages
    .map(([address]) => address)
    .filter(
      address => pathname === address || pathname.startsWith(`${address}/`),
    )
    .sort((a, b) => b.length - a.length);
  return (
    <>
      <Header title={t('card.title')} />
      <Box
        component="nav"
        aria-label={t('card.title')}
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, px: 3, py: 1.5 }}
      >
        {pages.map(([address, title]) => (
          <Link
            key={address}
            to={address}
            aria-current={address === current ? 'page' : undefined}
          >
            {title}
          </Link>
        ))}
      </Box>
      {children}
    </>
  );
}
