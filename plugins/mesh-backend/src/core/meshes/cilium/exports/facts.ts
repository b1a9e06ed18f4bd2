import {
  type ClusterSnapshot,
  type DeclaredExport,
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
import { unknownConfig } from '../unknownConfig';
import type { World } from '../world';
import { says } from './annotations';
import {
  type CiliumExportDetails,
  detailsOf,
  isFromElsewhere,
  ordinaryServices,
} from './details';

const CILIUM_GLOBAL = 'cilium-global';

function declaredBy(snapshot: ClusterSnapshot): DeclaredExport[] {
  const own = endpointsByService(snapshot, slice => !isFromElsewhere(slice));
  const endpointsOf = endpointsIn(snapshot, own);
  const hasOwn = ({ metadata, spec }: Service) =>
    Object.keys(spec.selector).length > 0 ||
    (own.get(`${metadata.namespace ?? ''}/${metadata.name}`)?.total ?? 0) > 0;
  return ordinaryServices(snapshot)
    .filter(({ metadata }) => says(metadata, 'global'))
    .filter(hasOwn)
    .map(service => {
      const { namespace = '', name } = service.metadata;
      return {
        mechanism: CILIUM_GLOBAL,
        namespace,
        name,
        ports: exportedPorts(service),
        headless: service.spec.clusterIP === 'None',
        endpoints: endpointsOf(namespace, name),
      };
    });
}

/**
 * The global services of a cluster (annotation `service.cilium.io/global`). One that has
 * no endpoints of its own, and selects none, only joins those of others.
 */
export function exportFacts(
  world: World,
): ExportFacts<CiliumExportDetails> | undefined {
  const { snapshot } = world;
  const details = detailsOf(world);
  const unreadable = [
    ...unreadableReasons(snapshot, [
      serviceKind,
      namespaceKind,
      endpointSliceKind,
    ]),
    ...unknownConfig(world),
  ];
  if (!details.member && unreadable.length === 0) return undefined;
  return {
    declared: declaredBy(snapshot),
    arrived: [],
    links: [],
    details,
    keptBy: keptBy(snapshot),
    unreadable,
  };
}
