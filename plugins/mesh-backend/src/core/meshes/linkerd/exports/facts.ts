import {
  type ArrivedService,
  type ClusterSnapshot,
  type DeclaredExport,
  deploymentKind,
  endpointSliceKind,
  type ExportFacts,
  namespaceKind,
  type Service,
  serviceKind,
  unreadableReasons,
} from '@meshport/plugin-mesh-node';
import { endpointsByService, endpointsIn } from '../../../model/endpoints';
import { exportedPorts } from '../../../model/exportedPorts';
import { keptBy } from '../../../model/keptBy';
import { presenceOf } from '../detect';
import type { World } from '../facts';
import { linkKind } from '../kinds';
import { EXPORTED, FEDERATED, MIRRORED_SERVICE } from '../names';
import { detailsOf, type LinkerdExportDetails } from './details';

const LINKERD_MIRROR = 'linkerd-mirror';
export const LINKERD_FEDERATED = 'linkerd-federated';

/** Both may be asked for at once. What a mirror copied of its own is no export. */
function mechanismsOf({ metadata: { labels } }: Service): string[] {
  if (labels[MIRRORED_SERVICE] === 'true') return [];
  const isExported = ['true', 'remote-discovery'].includes(
    labels[EXPORTED] ?? '',
  );
  return [
    ...(isExported ? [LINKERD_MIRROR] : []),
    ...(labels[FEDERATED] === 'member' ? [LINKERD_FEDERATED] : []),
  ];
}

function declaredIn(snapshot: ClusterSnapshot): DeclaredExport[] {
  const exported = snapshot
    .kind(serviceKind)
    .items.flatMap(service =>
      mechanismsOf(service).map(mechanism => ({ service, mechanism })),
    );
  if (exported.length === 0) return [];
  const endpointsOf = endpointsIn(snapshot, endpointsByService(snapshot));
  return exported.map(({ service, mechanism }) => {
    const { namespace = '', name } = service.metadata;
    return {
      ...{ mechanism, namespace, name },
      ports: exportedPorts(service),
      headless: service.spec.clusterIP === 'None',
      endpoints: endpointsOf(namespace, name),
    };
  });
}

function arrivedIn({ mirrors }: LinkerdExportDetails): ArrivedService[] {
  return mirrors.flatMap(({ kind, of }) =>
    of.flatMap(({ system, alias, namespace, name }) => {
      const mechanism =
        kind === 'federated' ? LINKERD_FEDERATED : LINKERD_MIRROR;
      return alias ? [{ mechanism, system, alias, namespace, name }] : [];
    }),
  );
}

/**
 * What a cluster exports by the labels that Links select by default, and what its own
 * Links and their controllers have brought into it.
 */
export function exportFacts(
  world: World,
): ExportFacts<LinkerdExportDetails> | undefined {
  const { snapshot, controlPlane } = world;
  const details = detailsOf(world);
  const isHere =
    presenceOf(snapshot, controlPlane).state === 'installed' ||
    details.links.length + details.mirrors.length > 0;
  if (!isHere) return undefined;
  return {
    declared: declaredIn(snapshot),
    arrived: arrivedIn(details),
    links: details.links.map(({ alias, ref }) => ({
      mechanism: 'linkerd-link',
      system: 'linkerd',
      ...{ alias, ref },
    })),
    details,
    keptBy: keptBy(snapshot),
    unreadable: unreadableReasons(snapshot, [
      linkKind,
      serviceKind,
      namespaceKind,
      endpointSliceKind,
      deploymentKind,
    ]),
  };
}
