import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { Store } from '../../apiserver/Store.ts';
import { refOf } from '../../controllers/Controller.ts';
import type { Service } from '../../controllers/objects.ts';
import {
  copiedAnnotations,
  copiedLabels,
  copiedPorts,
} from './copiedMetadata.ts';
import { gatewayAddresses, hasReadyEndpoint } from './gatewayProbe.ts';
import {
  chooses,
  CLUSTER_NAME,
  MANAGER,
  MIRROR,
  MIRRORED,
  MULTICLUSTER,
  type Link,
} from './link.ts';
import { MISSING_NAMESPACE, type MirrorOutcome } from './mirrorStatus.ts';

export interface MirrorContext {
  link: Link;
  source: Store;
  target: Store;
  gatewayAlive: boolean;
}

interface Endpoints extends KubeObject {
  subsets?: {
    addresses?: { ip: string }[];
    notReadyAddresses?: { ip: string }[];
    ports: { name?: string; port: number; protocol?: string }[];
  }[];
}

const VERSION = `${MIRROR}/remote-resource-version`;

/** Brings the mirrors of a Link where its target's exported Services want them, and tells what became of each. */
export function mirrorServices(context: MirrorContext): MirrorOutcome[] {
  const { link, source, target } = context;
  const exported = target
    .list<Service>('services')
    .items.filter(service => modeOf(link, service) !== undefined);
  const outcomes = exported.map(remote => mirror(remote, context));
  const kept = outcomes.flatMap(({ remote, local }) =>
    local ? [`${remote.metadata.namespace}/${local}`] : [],
  );
  for (const service of mirrorsOf(link, source)) {
    const { namespace, name } = service.metadata;
    if (!kept.includes(`${namespace}/${name}`)) remove(source, service);
  }
  return outcomes;
}

function modeOf(
  { spec }: Link,
  { metadata }: Service,
): 'discovery' | 'gateway' | undefined {
  if (chooses(spec.remoteDiscoverySelector, metadata.labels))
    return 'discovery';
  return chooses(spec.selector, metadata.labels) ? 'gateway' : undefined;
}

function mirrorsOf({ spec }: Link, source: Store): Service[] {
  return source
    .list<Service>('services')
    .items.filter(
      ({ metadata: { labels = {} } }) =>
        labels[MIRRORED] === 'true' &&
        labels[CLUSTER_NAME] === spec.targetClusterName,
    );
}

function mirror(remote: Service, context: MirrorContext): MirrorOutcome {
  const { link, source } = context;
  const { namespace = 'default', name } = remote.metadata;
  const home = source.get({ resource: 'namespaces', name: namespace });
  if (!home || home.metadata.deletionTimestamp)
    return { remote, failure: MISSING_NAMESPACE };
  const local = `${name}-${link.spec.targetClusterName}`;
  writeService(remote, local, context);
  writeEndpoints(remote, local, context);
  // Seen on a real mirror: the Service is made all the same.
  if (remote.spec.clusterIP === 'None')
    return {
      remote,
      local,
      failure: {
        reason: 'InvalidService',
        message: 'Headless mirror services are disabled',
      },
    };
  return { remote, local };
}

function writeService(
  remote: Service,
  name: string,
  { link, source }: MirrorContext,
): void {
  const { namespace, resourceVersion = '' } = remote.metadata;
  const ref = { resource: 'services', namespace, name };
  const old = source.get<Service>(ref);
  if (old?.metadata.annotations?.[VERSION] === resourceVersion) return;
  const metadata = {
    labels: serviceLabels(remote, link),
    annotations: {
      ...copiedAnnotations(remote, link),
      [VERSION]: resourceVersion,
      [`${MIRROR}/remote-svc-fq-name`]: remoteHost(remote, link),
    },
  };
  const ports = copiedPorts(remote);
  if (!old) {
    const draft = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, ...metadata },
      spec: { ports },
    };
    source.create('services', draft, { manager: MANAGER });
    return;
  }
  source.modify<Service>(
    ref,
    copy => {
      Object.assign(copy.metadata, metadata);
      copy.spec.ports = ports;
    },
    { manager: MANAGER },
  );
}

function serviceLabels(remote: Service, link: Link): Record<string, string> {
  const { targetClusterName } = link.spec;
  return {
    ...copiedLabels(remote, link),
    [CLUSTER_NAME]: targetClusterName,
    ...(modeOf(link, remote) === 'discovery'
      ? {
          [`${MULTICLUSTER}/remote-discovery`]: targetClusterName,
          [`${MULTICLUSTER}/remote-service`]: remote.metadata.name,
        }
      : {}),
  };
}

function remoteHost({ metadata }: Service, { spec }: Link): string {
  const domain = spec.targetClusterDomain ?? 'cluster.local';
  return `${metadata.name}.${metadata.namespace}.svc.${domain}`;
}

/** The gateway stands for the remote pods; without any it does not stand for them either. */
function writeEndpoints(
  remote: Service,
  name: string,
  context: MirrorContext,
): void {
  const { link, source } = context;
  const { namespace } = remote.metadata;
  const ref = { resource: 'endpoints', namespace, name };
  const old = source.get<Endpoints>(ref);
  if (modeOf(link, remote) === 'discovery') {
    if (old) source.delete(ref);
    return;
  }
  const { gatewayIdentity } = link.spec;
  const metadata = {
    labels: {
      ...copiedLabels(remote, link),
      [CLUSTER_NAME]: link.spec.targetClusterName,
    },
    annotations: {
      ...(gatewayIdentity
        ? { [`${MIRROR}/remote-gateway-identity`]: gatewayIdentity }
        : {}),
      [`${MIRROR}/remote-svc-fq-name`]: remoteHost(remote, link),
    },
  };
  putEndpoints(source, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name, namespace, ...metadata },
    subsets: subsets(remote, context),
  });
}

function subsets(
  remote: Service,
  { link, target, gatewayAlive }: MirrorContext,
): Endpoints['subsets'] {
  if (!hasReadyEndpoint(target, remote)) return [];
  const addresses = gatewayAddresses(link).map(ip => ({ ip }));
  const ports = (remote.spec.ports ?? []).map(({ name, protocol }) => ({
    ...(name === undefined ? {} : { name }),
    port: Number(link.spec.gatewayPort),
    ...(protocol === undefined ? {} : { protocol }),
  }));
  return [
    gatewayAlive
      ? { addresses, ports }
      : { notReadyAddresses: addresses, ports },
  ];
}

/** Creates the Endpoints, or writes what has changed of them. */
function putEndpoints(store: Store, wanted: Endpoints): void {
  const ref = refOf('endpoints', wanted);
  const old = store.get<Endpoints>(ref);
  if (!old) {
    store.create('endpoints', wanted, { manager: MANAGER });
    return;
  }
  const { labels, annotations } = wanted.metadata;
  const same =
    isDeepStrictEqual(old.subsets ?? [], wanted.subsets ?? []) &&
    isDeepStrictEqual(old.metadata.labels, labels) &&
    isDeepStrictEqual(old.metadata.annotations, annotations);
  if (same) return;
  store.modify<Endpoints>(
    ref,
    copy => {
      Object.assign(copy.metadata, { labels, annotations });
      copy.subsets = wanted.subsets;
    },
    { manager: MANAGER },
  );
}

function remove(store: Store, service: Service): void {
  for (const resource of ['services', 'endpoints']) {
    const ref = refOf(resource, service);
    if (store.get(ref)) store.delete(ref);
  }
}

/** The gateway's own Endpoints, by which it is probed, so they are always ready. */
export function writeProbeEndpoints(link: Link, source: Store): void {
  const { gatewayIdentity, probeSpec, targetClusterName } = link.spec;
  const { name, namespace } = link.metadata;
  if (!probeSpec?.path) return;
  putEndpoints(source, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name: `probe-${name}`,
      namespace,
      labels: { [CLUSTER_NAME]: targetClusterName },
      annotations: gatewayIdentity
        ? { [`${MIRROR}/remote-gateway-identity`]: gatewayIdentity }
        : {},
    },
    subsets: [
      {
        addresses: gatewayAddresses(link).map(ip => ({ ip })),
        ports: [
          { name: 'mc-probe', port: Number(probeSpec.port), protocol: 'TCP' },
        ],
      },
    ],
  });
}
