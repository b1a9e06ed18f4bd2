import {
  type Mesh,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import { adapt } from './adapt';
import { detect, leftovers } from './detect';
import { enrol } from './enrol';
import { configEntryKinds, injectorKind } from './kinds';
import { CONSUL_KEYS } from './names';
import { consulQueries } from './queries/consulQueries';

/** Consul on Kubernetes: sidecars, by the words of its injector's command line. */
export const consul: Mesh = {
  id: 'consul',
  title: 'Consul',
  kinds: [webhookConfigurationKind, injectorKind, ...configEntryKinds],
  keys: CONSUL_KEYS,
  detect,
  leftovers,
  adapt,
  enrol,
  queries: consulQueries,
};
