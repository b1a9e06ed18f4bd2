import type { WatchedKind } from '@meshport/plugin-mesh-node';
import type { ZodType } from 'zod';
import {
  type ConfigEntry,
  configEntrySchema,
  type Defaults,
  defaultsSchema,
  type InjectorDeployment,
  injectorSchema,
  type MeshEntry,
  meshSchema,
} from './schema';

/** The injector once more: as a Deployment like others its command line is not kept. */
export const injectorKind: WatchedKind<InjectorDeployment> = {
  group: 'apps',
  versions: ['v1'],
  plural: 'deployments',
  kind: 'Deployment',
  schema: injectorSchema,
  only: { labelSelector: 'app=consul,component=connect-injector' },
};

function consulKind<T>(
  kind: string,
  plural: string,
  schema: ZodType<T>,
): WatchedKind<T> {
  const group = 'consul.hashicorp.com';
  return { group, versions: ['v1alpha1'], plural, kind, schema };
}

export const meshKind = consulKind<MeshEntry>('Mesh', 'meshes', meshSchema);
export const serviceDefaultsKind = consulKind<Defaults>(
  'ServiceDefaults',
  'servicedefaults',
  defaultsSchema,
);
export const proxyDefaultsKind = consulKind<Defaults>(
  'ProxyDefaults',
  'proxydefaults',
  defaultsSchema,
);
export const peeringAcceptorKind = consulKind<ConfigEntry>(
  'PeeringAcceptor',
  'peeringacceptors',
  configEntrySchema,
);
export const peeringDialerKind = consulKind<ConfigEntry>(
  'PeeringDialer',
  'peeringdialers',
  configEntrySchema,
);

/** Kinds whose objects Consul takes over, or refuses. */
export const configEntryKinds: readonly WatchedKind<ConfigEntry>[] = [
  meshKind,
  serviceDefaultsKind,
  proxyDefaultsKind,
  peeringAcceptorKind,
  peeringDialerKind,
  ...(
    [
      ['ServiceIntentions', 'serviceintentions'],
      ['ServiceResolver', 'serviceresolvers'],
      ['ServiceRouter', 'servicerouters'],
      ['ServiceSplitter', 'servicesplitters'],
      ['ExportedServices', 'exportedservices'],
    ] as const
  ).map(([kind, plural]) =>
    consulKind<ConfigEntry>(kind, plural, configEntrySchema),
  ),
];
