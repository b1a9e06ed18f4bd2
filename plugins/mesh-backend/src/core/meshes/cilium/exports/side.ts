import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type {
  ConsumingSide,
  ExportPair,
  OfferingSide,
} from '@meshport/plugin-mesh-node';
import type { CiliumExportDetails } from './details';

export type Offering = OfferingSide<CiliumExportDetails>;
export type Consuming = ConsumingSide<CiliumExportDetails>;
export type Pair = ExportPair<CiliumExportDetails>;

export function serviceRef(
  { cluster }: Pick<Offering, 'cluster'>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): ObjectRef {
  return { cluster, apiVersion: 'v1', kind: 'Service', namespace, name };
}

export function namespaceRef(
  { cluster }: Pick<Offering, 'cluster'>,
  name: string,
): ObjectRef {
  return { cluster, apiVersion: 'v1', kind: 'Namespace', name };
}
