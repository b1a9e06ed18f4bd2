import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { FleetMember } from '../controllers/FleetController.ts';
import type {
  Condition,
  Service,
  ServicePort,
} from '../controllers/objects.ts';
import { isGlobalNamespace } from './ciliumConfig.ts';
import type { MeshMember } from './clusterMesh.ts';

const GROUP = 'multicluster.x-k8s.io';
export const VERSION = `${GROUP}/v1alpha1`;
export const EXPORTS = `serviceexports.${GROUP}`;
export const IMPORTS = `serviceimports.${GROUP}`;

export interface ServiceExport extends KubeObject {
  spec?: {
    exportedLabels?: Record<string, string>;
    exportedAnnotations?: Record<string, string>;
  };
  status?: { conditions?: Condition[] };
}

/** A Service that a cluster offers to the others. */
export interface Export {
  cluster: string;
  object: ServiceExport;
  service: Service;
}

export function servesExports({ store }: FleetMember): boolean {
  return store.kinds.get(EXPORTS) !== undefined;
}

/** What a cluster exports under a name; undefined where it exports nothing, or nothing that can be. */
export function exportOf(
  { member, config }: MeshMember,
  namespace: string,
  name: string,
): Export | undefined {
  if (!servesExports(member) || !config.mcsApi) return undefined;
  const { store } = member;
  const key = { namespace, name };
  const object = store.get<ServiceExport>({ resource: EXPORTS, ...key });
  const service = store.get<Service>({ resource: 'services', ...key });
  const valid =
    service?.spec.type !== 'ExternalName' &&
    isGlobalNamespace(store, config, namespace);
  return object && service && valid
    ? { cluster: config.clusterName, object, service }
    : undefined;
}

/** The oldest export comes first: it decides where clusters disagree. */
export function byAge(a: Export, b: Export): number {
  const [older, younger] = [a, b].map(
    ({ object }) => object.metadata.creationTimestamp ?? '',
  );
  return older.localeCompare(younger) || a.cluster.localeCompare(b.cluster);
}

/** The ports of all exports; of two that are alike the first counts. */
export function mergedPorts(exports: readonly Export[]): ServicePort[] {
  const merged: ServicePort[] = [];
  const all = exports.flatMap(({ service }) => service.spec.ports ?? []);
  for (const { name, port, protocol, appProtocol } of all) {
    const known = merged.some(
      other =>
        other.name === name ||
        (other.port === port && other.protocol === protocol),
    );
    if (known) continue;
    merged.push({
      ...(name === undefined ? {} : { name }),
      port,
      ...(protocol === undefined ? {} : { protocol }),
      ...(appProtocol === undefined ? {} : { appProtocol }),
    });
  }
  return merged;
}
