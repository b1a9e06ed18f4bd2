import { lazy, type ComponentType } from 'react';
import { ExportsPage } from '../../exports/ExportsPage';
import { StatusPage } from './StatusPage';

/** A part of the tab with an address of its own. */
interface SubPage {
  /** Below the tab's address; the first one has the tab's own. */
  readonly path: string;
  /** Key of its title, after `subPage.`. */
  readonly title: 'status' | 'metrics' | 'dependencies' | 'exports';
  readonly Page: ComponentType;
}

// What brings charts is loaded by whoever looks at them.
const MetricsPage = lazy(() =>
  import('./MetricsPage').then(module => ({ default: module.MetricsPage })),
);

const DependenciesPage = lazy(() =>
  import('./DependenciesPage').then(module => ({
    default: module.DependenciesPage,
  })),
);

/** The parts of the tab, in the order of their links. */
export const SUB_PAGES: readonly SubPage[] = [
  { path: '', title: 'status', Page: StatusPage },
  { path: 'metrics', title: 'metrics', Page: MetricsPage },
  { path: 'dependencies', title: 'dependencies', Page: DependenciesPage },
  { path: 'exports', title: 'exports', Page: ExportsPage },
];
