import { compatWrapper } from '@backstage/core-compat-api';
import type { ReactElement } from 'react';
import { DependenciesCard } from '../entity/DependenciesCard';
import { GoldenMetricsCard } from '../entity/GoldenMetricsCard';
import { MeshContent } from '../entity/MeshContent';
import { MeshStatusCard } from '../entity/MeshStatusCard';
import { ExportsListPage, LinksPage } from '../exports';
import { ClustersRoutes } from '../platform/ClustersPage';
import { GraphPage } from '../platform/GraphPage';
import { NamespacesRoutes } from '../platform/NamespacesPage';
import { OverviewPage } from '../platform/OverviewPage';
import { ServicesRoutes } from '../platform/ServicesPage';
import { SetupPage } from '../platform/SetupPage';
import { RequestsRoutes } from '../requests';
import { LegacyFrame } from './LegacyFrame';

function page(content: ReactElement) {
  return () => compatWrapper(<LegacyFrame>{content}</LegacyFrame>);
}

export const LegacyOverviewPage = page(<OverviewPage />);
export const LegacyServicesPage = page(<ServicesRoutes />);
export const LegacyNamespacesPage = page(<NamespacesRoutes />);
export const LegacyGraphPage = page(<GraphPage />);
export const LegacyClustersPage = page(<ClustersRoutes />);
export const LegacyExportsPage = page(<ExportsListPage />);
export const LegacyLinksPage = page(<LinksPage />);
export const LegacyRequestsPage = page(<RequestsRoutes />);
export const LegacySetupPage = page(<SetupPage />);

/** Like on the new frontend system, with what it needs of that around it. */
export function LegacyMeshCard() {
  return compatWrapper(<MeshStatusCard />);
}

/** Like on the new frontend system, with what it needs of that around it. */
export function LegacyGoldenMetricsCard() {
  return compatWrapper(<GoldenMetricsCard />);
}

/** Like on the new frontend system, with what it needs of that around it. */
export function LegacyDependenciesCard() {
  return compatWrapper(<DependenciesCard />);
}

/** Like on the new frontend system, with what it needs of that around it. */
export function LegacyMeshContent() {
  return compatWrapper(<MeshContent />);
}
