export {
  aliasResolver,
  clusterAliases,
  type ClusterAlias,
  type NamedCluster,
} from './aliases';
export { aliasReasons } from './aliasReasons';
export { type Sameness, standInOf, type StandIn } from './standIn';
