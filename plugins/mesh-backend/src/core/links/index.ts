export {
  aliasResolver,
  clusterAliases,
  type ClusterAlias,
  type NamedCluster,
} from './aliases';
export { aliasReasons } from './aliasReasons';
export {
  type Connections,
  exportsOf,
  overallState,
  type RulesByMesh,
} from './exports';
export { linksOf } from './links';
export { type Sameness, standInOf, type StandIn } from './standIn';
