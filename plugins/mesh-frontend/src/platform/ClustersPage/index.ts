export { ClustersRoutes } from './ClustersRoutes';
