export { ServicesRoutes } from './ServicesRoutes';
