import {
  ANNOTATION_DERIVED_SERVICE,
  type Mesh,
} from '@meshport/plugin-mesh-node';
import { ANNOTATION_WIREGUARD_KEY } from '../../networks/ciliumAgents';
import { adapt } from './adapt';
import { detect } from './detect';
import { enrol } from './enrol';
import { EXPORT_KEYS } from './exports/annotations';
import { globalServiceRules } from './exports/rules';
import { ciliumKinds } from './kinds';
import { leftovers } from './leftovers';
import { LABEL_MTLS } from './names';
import { hubbleQueries } from './queries/hubbleQueries';

/**
 * Cilium, in one cluster. As the network of the cluster it is a network; what makes it
 * a mesh is its ztunnel, and Envoy where rules ask for it.
 */
export const cilium: Mesh = {
  id: 'cilium',
  title: 'Cilium',
  kinds: ciliumKinds,
  keys: [ANNOTATION_WIREGUARD_KEY, ANNOTATION_DERIVED_SERVICE, ...EXPORT_KEYS],
  namespaceLabels: [LABEL_MTLS],
  detect,
  leftovers,
  adapt,
  enrol,
  exports: globalServiceRules,
  queries: hubbleQueries,
};
