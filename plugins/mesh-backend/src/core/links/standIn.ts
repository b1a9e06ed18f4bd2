import type { ServiceInstance } from '@meshport/plugin-mesh-common';
import type { RemoteService } from '@meshport/plugin-mesh-node';
import type { ServiceModel } from '../model/ClusterModel';
import type { ResolveAlias } from './aliases';

/** Where a Service stands: its cluster, and the set of that. */
export interface Standing {
  readonly cluster: string;
  readonly set: string;
}

/** Which service of a set a Service of a cluster is, and what it stands for. */
export interface StandIn {
  readonly namespace: string;
  readonly name: string;
  readonly of?: ServiceInstance['of'];
  readonly unresolved?: string;
}

/** What tells which services are the same in several clusters. */
export interface Sameness {
  readonly resolve: ResolveAlias;
  /** The set of a cluster; undefined where there is no such cluster. */
  readonly setOf: (cluster: string) => string | undefined;
}

interface Target {
  readonly remote: RemoteService;
  readonly cluster?: string;
}

/** What people would follow first: another cluster of the set, this one, any other. */
function mainTarget(
  targets: readonly Target[],
  { cluster, set }: Standing,
  setOf: Sameness['setOf'],
): Target | undefined {
  const known = targets.filter(target => target.cluster !== undefined);
  return (
    known.find(
      target =>
        target.cluster !== cluster && setOf(target.cluster ?? '') === set,
    ) ??
    known.find(target => target.cluster === cluster) ??
    known[0]
  );
}

/** An import or a union is by definition the service of its name in the whole set. */
function isOfTheSet(kind: ServiceInstance['kind']): boolean {
  return kind === 'federated' || kind === 'imported';
}

/**
 * The service that a Service is an instance of. One that a mesh made for a service of
 * another cluster is an instance of that, as long as it is of the same set: across sets,
 * and where the other cluster is not known, equal names mean nothing, and it stays what
 * it is called.
 */
export function standInOf(
  { namespace, name, standsFor }: ServiceModel,
  standing: Standing,
  known: Sameness,
): StandIn {
  if (!standsFor) return { namespace, name };
  const targets = standsFor.of.map((remote): Target => {
    const { system, alias } = remote;
    const from = standing.cluster;
    return {
      remote,
      cluster:
        alias === undefined ? from : known.resolve({ system, alias, from }),
    };
  });
  const target = mainTarget(targets, standing, known.setOf);
  const [first] = standsFor.of;
  const meant = target?.remote ?? first;
  const isSame =
    known.setOf(target?.cluster ?? '') === standing.set ||
    isOfTheSet(standsFor.kind);
  const home = isSame && meant ? meant : { namespace, name };
  return {
    namespace: home.namespace,
    name: home.name,
    ...(target?.cluster
      ? {
          of: {
            cluster: target.cluster,
            namespace: target.remote.namespace,
            name: target.remote.name,
          },
        }
      : {}),
    ...(!target?.cluster && first?.alias ? { unresolved: first.alias } : {}),
  };
}
