export { RequestsRoutes } from './RequestsRoutes';
