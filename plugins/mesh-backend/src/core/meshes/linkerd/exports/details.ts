import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type ExportedPort,
  type RemoteService,
  type Service,
  serviceKind,
  type Workload,
} from '@meshport/plugin-mesh-node';
import { exportedPorts } from '../../../model/exportedPorts';
import { selectedBy } from '../../../model/selectors';
import type { World } from '../facts';
import { linkKind } from '../kinds';
import { mirroredServices } from '../mirrors';
import { GATEWAY_SERVICE, MIRROR_CLUSTER, REMOTE_DISCOVERY } from '../names';
import type { Link } from '../schema';

/** A workload on which exports depend. */
export interface ExportPart {
  readonly ref: ObjectRef;
  readonly ready: number;
  readonly wanted: number;
}

/** What a Link says that became of a service of the other cluster. */
export interface Outcome {
  readonly federated: boolean;
  readonly namespace: string;
  readonly name: string;
  readonly reason: string;
  readonly message: string;
}

export interface KnownLink {
  readonly name: string;
  /** Name of the other cluster. */
  readonly alias: string;
  readonly ref: ObjectRef;
  readonly hasGateway: boolean;
  readonly controller?: ExportPart;
  /** Without those of services that arrived. */
  readonly failures: readonly Outcome[];
}

/** A Service that a mirror controller made. */
export interface KnownMirror {
  readonly kind: 'gateway' | 'discovery' | 'federated';
  readonly namespace: string;
  readonly name: string;
  /** Without an alias: a service of this cluster. */
  readonly of: readonly RemoteService[];
  readonly ports: readonly ExportedPort[];
}

/** What the rules of mirrored and federated services need to know of a cluster. */
export interface LinkerdExportDetails {
  readonly links: readonly KnownLink[];
  readonly mirrors: readonly KnownMirror[];
  readonly gateway?: ExportPart;
  readonly clusterDomain: string;
  /** What proofs of identity are judged by: the trust domain and the hash of its roots. */
  readonly trust?: { readonly domain: string; readonly anchors: string };
}

function isReady({ status }: Workload['pods'][number]): boolean {
  return status.conditions.some(
    ({ type, status: is }) => type === 'Ready' && is === 'True',
  );
}

function partOf({ ref, pods, replicas }: Workload): ExportPart {
  const ready = pods.filter(isReady).length;
  return { ref, ready, wanted: replicas ?? pods.length };
}

/** `controller-<link>`, or the older `linkerd-service-mirror-<link>`: both have the label. */
function controllerOf(
  { snapshot }: World,
  { metadata }: Link,
): ExportPart | undefined {
  const workload = snapshot.workloads.find(
    ({ ref, template, namespace }) =>
      ref.kind === 'Deployment' &&
      namespace === metadata.namespace &&
      template.metadata.labels[MIRROR_CLUSTER] === metadata.name,
  );
  return workload && partOf(workload);
}

function failuresOf({ status }: Link): Outcome[] {
  const lists = [
    ...status.mirrorServices.map(one => ({ ...one, federated: false })),
    ...status.federatedServices.map(one => ({ ...one, federated: true })),
  ];
  return lists.flatMap(({ remoteRef, conditions, federated }) =>
    conditions
      .filter(({ type, status: is }) => type === 'Mirrored' && is === 'False')
      .map(({ reason = '', message = '' }) => ({
        ...{ federated, reason, message },
        ...{ namespace: remoteRef.namespace, name: remoteRef.name },
      })),
  );
}

function linksOf(world: World): KnownLink[] {
  const { snapshot } = world;
  return snapshot.kind(linkKind).items.map(link => {
    const { name, namespace } = link.metadata;
    const controller = controllerOf(world, link);
    return {
      name,
      alias: link.spec.targetClusterName ?? name,
      ref: {
        cluster: snapshot.cluster.name,
        apiVersion: 'multicluster.linkerd.io/v1alpha3',
        kind: 'Link',
        ...{ namespace, name },
      },
      hasGateway: Boolean(link.spec.gatewayAddress),
      ...(controller ? { controller } : {}),
      failures: failuresOf(link),
    };
  });
}

function mirrorKind(
  { metadata }: Service,
  kind: string,
): KnownMirror['kind'] | undefined {
  if (kind === 'federated') return 'federated';
  if (kind !== 'mirror') return undefined;
  return metadata.labels[REMOTE_DISCOVERY] ? 'discovery' : 'gateway';
}

function mirrorsOf({ snapshot }: World): KnownMirror[] {
  const keyOf = (one: { namespace?: string; name: string }) =>
    `${one.namespace ?? ''}/${one.name}`;
  const services = new Map(
    snapshot
      .kind(serviceKind)
      .items.map(service => [keyOf(service.metadata), service]),
  );
  return mirroredServices(snapshot).flatMap(fragment => {
    const { namespace, name, standsFor } = fragment;
    const service = services.get(keyOf(fragment));
    const kind = service && standsFor && mirrorKind(service, standsFor.kind);
    if (!kind) return [];
    const ports = exportedPorts(service);
    return [{ kind, namespace, name, of: standsFor.of, ports }];
  });
}

/** What the gateway's Service selects; several are taken for one. */
function gatewayOf({ snapshot }: World): ExportPart | undefined {
  const service = snapshot
    .kind(serviceKind)
    .items.find(
      ({ metadata }) => metadata.annotations[GATEWAY_SERVICE] === 'true',
    );
  if (!service) return undefined;
  const isSelected = selectedBy(service.spec.selector);
  const workload = snapshot.workloads.find(
    ({ namespace, template }) =>
      namespace === service.metadata.namespace &&
      isSelected(template.metadata.labels),
  );
  return workload && partOf(workload);
}

const CLUSTER_DOMAIN = 'cluster.local';

export function detailsOf(world: World): LinkerdExportDetails {
  const { values } = world.controlPlane;
  const clusterDomain = values?.clusterDomain || CLUSTER_DOMAIN;
  const anchors = values?.identityTrustAnchorsPEM;
  const domain = values?.identityTrustDomain || clusterDomain;
  const gateway = gatewayOf(world);
  return {
    links: linksOf(world),
    mirrors: mirrorsOf(world),
    ...(gateway ? { gateway } : {}),
    clusterDomain,
    ...(anchors ? { trust: { domain, anchors } } : {}),
  };
}
