import type { ClusterSnapshot } from '../ClusterSnapshot';
import type { Metadata, OwnerReference } from '../kinds/schema';
import { deploymentKind, jobKind, replicaSetKind } from '../kinds/sharedKinds';

/** What a workload is called in its cluster. */
export interface OwnerId {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

function controllerOf(metadata: Metadata): OwnerReference | undefined {
  const controller = metadata.ownerReferences.find(owner => owner.controller);
  // A static pod is "owned" by its Node, which runs it but does not define it.
  return controller?.kind === 'Node' ? undefined : controller;
}

/** `apps/v1beta2` and `apps/v1` are one API group: name what is watched. */
function preferredVersion({ apiVersion, kind }: OwnerReference): string {
  const isApps = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];
  if (apiVersion.startsWith('apps/') && isApps.includes(kind)) return 'apps/v1';
  if (apiVersion.startsWith('batch/')) return 'batch/v1';
  return apiVersion;
}

/**
 * Follows a pod's controller references to their end. Where the ReplicaSet in between
 * cannot be read, its name still tells the Deployment (`<deployment>-<template hash>`).
 */
export function createOwnerLookup({
  kind,
}: Pick<ClusterSnapshot, 'kind'>): (pod: Metadata) => OwnerId | undefined {
  const between = new Map<string, Metadata>();
  for (const watched of [replicaSetKind, jobKind]) {
    for (const { metadata } of kind(watched).items) {
      between.set(
        `${watched.kind}/${metadata.namespace ?? ''}/${metadata.name}`,
        metadata,
      );
    }
  }
  const deploymentNames = new Set(
    kind(deploymentKind).items.map(
      ({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`,
    ),
  );

  return pod => {
    const owner = controllerOf(pod);
    if (!owner) return undefined;
    const namespace = pod.namespace ?? '';
    const parent = between.get(`${owner.kind}/${namespace}/${owner.name}`);
    const grandparent = parent && controllerOf(parent);
    if (!parent && owner.kind === 'ReplicaSet') {
      const hash = `-${pod.labels['pod-template-hash'] ?? ''}`;
      const name = owner.name.endsWith(hash)
        ? owner.name.slice(0, -hash.length)
        : owner.name;
      if (deploymentNames.has(`${namespace}/${name}`)) {
        return { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name };
      }
    }
    const last = grandparent ?? owner;
    return {
      apiVersion: preferredVersion(last),
      kind: last.kind,
      namespace,
      name: last.name,
    };
  };
}
