export { Clusters } from './Clusters';
