export { NamespacesRoutes } from './NamespacesRoutes';
