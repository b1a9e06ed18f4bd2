import { parse } from 'yaml';
import type { KubeObject } from '../../apiserver/KubeObject.ts';
import { isJsonObject } from '../../apiserver/KubeObject.ts';
import type { Store } from '../../apiserver/Store.ts';
import type { Fleet, FleetMember } from '../../controllers/FleetController.ts';
import type { LabelSelector, Pod } from '../../controllers/objects.ts';
import { isReady } from '../../controllers/podTemplates.ts';
import { selects } from '../../controllers/selectors.ts';

export const LINKS = 'links.multicluster.linkerd.io';
export const MIRROR = 'mirror.linkerd.io';
export const MULTICLUSTER = 'multicluster.linkerd.io';
export const MIRRORED = `${MIRROR}/mirrored-service`;
export const CLUSTER_NAME = `${MIRROR}/cluster-name`;
export const MANAGER = 'linkerd-service-mirror';

interface ObjectReference {
  group: string;
  kind: string;
  name: string;
  namespace: string;
}

export interface MirrorStatus {
  conditions: {
    lastTransitionTime: string;
    localRef?: ObjectReference;
    message: string;
    reason: 'Mirrored' | 'MissingNamespace' | 'InvalidService';
    status: 'True' | 'False';
    type: 'Mirrored';
  }[];
  controllerName: string;
  remoteRef: ObjectReference;
}

export interface Link extends KubeObject {
  spec: {
    targetClusterName: string;
    targetClusterDomain?: string;
    clusterCredentialsSecret: string;
    /** Comma separated. */
    gatewayAddress?: string;
    gatewayPort?: string;
    gatewayIdentity?: string;
    probeSpec?: {
      path?: string;
      port?: string;
      period?: string;
      failureThreshold?: string;
    };
    selector?: LabelSelector;
    remoteDiscoverySelector?: LabelSelector;
    federatedServiceSelector?: LabelSelector;
    excludedAnnotations?: readonly string[];
    excludedLabels?: readonly string[];
  };
  status?: {
    mirrorServices?: MirrorStatus[];
    federatedServices?: MirrorStatus[];
  };
}

/** Links of a cluster; none where Linkerd's kinds are not served. */
export function linksOf(store: Store): readonly Link[] {
  return store.kinds.get(LINKS) ? store.list<Link>(LINKS).items : [];
}

/** As `selects`, except that an empty or missing selector of a Link selects nothing. */
export function chooses(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const conditions = Object.keys(matchLabels).length + matchExpressions.length;
  return conditions > 0 && selects(selector, labels);
}

/** Whether the controller of a Link runs: `controller-NAME`, or the older `linkerd-service-mirror-NAME`. */
export function isMirrorRunning(store: Store, { metadata }: Link): boolean {
  return store
    .list<Pod>('pods', { namespace: metadata.namespace })
    .items.some(
      pod =>
        pod.metadata.labels?.[CLUSTER_NAME] === metadata.name && isReady(pod),
    );
}

interface Secret extends KubeObject {
  data?: Record<string, string>;
}

/**
 * The cluster that a Link leads to: the one that the kubeconfig of its credentials names, else the one that is
 * called like its target. Undefined without credentials, with which the mirror would not get anywhere.
 */
export function targetOf(
  fleet: Fleet,
  source: FleetMember,
  { metadata, spec }: Link,
): FleetMember | undefined {
  const secret = source.store.get<Secret>({
    resource: 'secrets',
    namespace: metadata.namespace,
    name: spec.clusterCredentialsSecret,
  });
  if (!secret) return undefined;
  return [clusterOf(secret), spec.targetClusterName]
    .map(name => fleet.members.find(member => member.name === name))
    .find(member => member !== undefined);
}

/** Reading a kubeconfig is slow beside everything else here, and objects of a store never change. */
const clusters = new WeakMap<Secret, { name?: string }>();

/** Name of the first cluster in the kubeconfig of a Secret. */
function clusterOf(secret: Secret): string | undefined {
  const known = clusters.get(secret) ?? {
    name: firstCluster(secret.data?.kubeconfig),
  };
  clusters.set(secret, known);
  return known.name;
}

function firstCluster(encoded = ''): string | undefined {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const config: unknown = parse(text);
  if (!isJsonObject(config) || !Array.isArray(config.clusters))
    return undefined;
  const first: unknown = config.clusters[0];
  return isJsonObject(first) ? String(first.name) : undefined;
}
