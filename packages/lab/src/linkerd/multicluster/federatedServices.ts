import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../../apiserver/Store.ts';
import { refOf } from '../../controllers/Controller.ts';
import type { Service } from '../../controllers/objects.ts';
import {
  copiedAnnotations,
  copiedLabels,
  copiedPorts,
} from './copiedMetadata.ts';
import {
  chooses,
  LINKS,
  MANAGER,
  MIRRORED,
  MULTICLUSTER,
  type Link,
} from './link.ts';
import { MISSING_NAMESPACE, type MirrorOutcome } from './mirrorStatus.ts';

const REMOTE = `${MULTICLUSTER}/remote-discovery`;
const LOCAL = `${MULTICLUSTER}/local-discovery`;
const SUFFIX = '-federated';

/** A Link, or what stands for one where a cluster contributes its own Services: without a target. */
export type FederatingLink = Pick<Link, 'metadata' | 'spec'>;

/**
 * Lets the Services of a cluster (`members`) join the federated Services of another or the same one (`source`),
 * and leave those that they are no member of any more.
 */
export function federateServices(context: {
  link: FederatingLink;
  source: Store;
  members: Store;
}): MirrorOutcome[] {
  const { link, source, members } = context;
  const joining = members
    .list<Service>('services')
    .items.filter(({ metadata }) =>
      chooses(link.spec.federatedServiceSelector, metadata.labels),
    );
  for (const service of source.list<Service>('services').items)
    leave(service, joining, context);
  return joining.map(remote => join(remote, link, source));
}

function join(
  remote: Service,
  link: FederatingLink,
  source: Store,
): MirrorOutcome {
  const { namespace = 'default', name: member } = remote.metadata;
  if (remote.spec.clusterIP === 'None')
    return {
      remote,
      failure: {
        reason: 'InvalidService',
        message: 'Headless service cannot join federated service',
      },
    };
  const home = source.get({ resource: 'namespaces', name: namespace });
  if (!home || home.metadata.deletionTimestamp)
    return { remote, failure: MISSING_NAMESPACE };
  const name = `${member}${SUFFIX}`;
  const old = source.get<Service>({ resource: 'services', namespace, name });
  if (old) update(old, remote, link, source);
  else
    source.create(
      'services',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name,
          namespace,
          labels: copiedLabels(remote, link),
          annotations: {
            ...copiedAnnotations(remote, link),
            ...membership({}, remote, link),
          },
        },
        spec: { ports: copiedPorts(remote) },
      },
      { manager: MANAGER },
    );
  return { remote, local: name };
}

function update(
  service: Service,
  remote: Service,
  link: FederatingLink,
  source: Store,
): void {
  const own = service.metadata.annotations ?? {};
  const wanted = structuredClone(service);
  if (isOldest(own, link, source)) {
    const kept = Object.fromEntries(
      [REMOTE, LOCAL].filter(key => own[key]).map(key => [key, own[key]]),
    );
    wanted.metadata.labels = copiedLabels(remote, link);
    wanted.metadata.annotations = {
      ...copiedAnnotations(remote, link),
      ...kept,
    };
    wanted.spec.ports = copiedPorts(remote);
  }
  wanted.metadata.annotations = {
    ...wanted.metadata.annotations,
    ...membership(own, remote, link),
  };
  if (isDeepStrictEqual(wanted, service)) return;
  source.update('services', wanted, { manager: MANAGER });
}

/** The annotation that names the member, beside those that it names already. */
function membership(
  annotations: Readonly<Record<string, string>>,
  { metadata }: Service,
  { spec }: FederatingLink,
): Record<string, string> {
  if (!spec.targetClusterName) return { [LOCAL]: metadata.name };
  const member = `${metadata.name}@${spec.targetClusterName}`;
  const list = membersIn(annotations);
  return { [REMOTE]: [...new Set([...list, member])].join(',') };
}

function membersIn(annotations: Readonly<Record<string, string>>): string[] {
  return (annotations[REMOTE] ?? '').split(',').filter(Boolean);
}

/** Labels, annotations and ports follow the cluster's own member, else the one whose Link is the oldest. */
function isOldest(
  annotations: Readonly<Record<string, string>>,
  link: FederatingLink,
  source: Store,
): boolean {
  if (!link.spec.targetClusterName) return true;
  if (annotations[LOCAL] !== undefined) return false;
  const { namespace, creationTimestamp = '' } = link.metadata;
  return membersIn(annotations).every(member => {
    const name = member.slice(member.indexOf('@') + 1);
    const other = source.get({ resource: LINKS, namespace, name });
    return (other?.metadata.creationTimestamp ?? '~') >= creationTimestamp;
  });
}

function leave(
  service: Service,
  joining: readonly Service[],
  { link, source }: { link: FederatingLink; source: Store },
): void {
  const { labels, annotations = {}, name, namespace } = service.metadata;
  if (labels?.[MIRRORED] !== 'true' || !name.endsWith(SUFFIX)) return;
  const member = name.slice(0, -SUFFIX.length);
  const stays = joining.some(
    ({ metadata }) =>
      metadata.name === member && metadata.namespace === namespace,
  );
  const entry = `${member}@${link.spec.targetClusterName}`;
  const isMember = link.spec.targetClusterName
    ? membersIn(annotations).includes(entry)
    : annotations[LOCAL] !== undefined;
  if (stays || !isMember) return;
  const left = { ...annotations };
  if (link.spec.targetClusterName)
    left[REMOTE] = membersIn(annotations)
      .filter(other => other !== entry)
      .join(',');
  else delete left[LOCAL];
  if (!left[REMOTE] && !left[LOCAL]) {
    source.delete(refOf('services', service));
    return;
  }
  source.modify(
    refOf('services', service),
    copy => {
      copy.metadata.annotations = left;
    },
    { manager: MANAGER },
  );
}
