import {
  type Mesh,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import { adapt } from './adapt';
import { detect } from './detect';
import { enrol } from './enrol';
import { istioConfigMapKind, peerAuthenticationKind } from './kinds';
import {
  ISTIO_KEYS,
  LABEL_DATAPLANE_MODE,
  LABEL_INJECTION,
  LABEL_REVISION,
} from './names';

/** Istio with sidecars, in one cluster. */
export const istio: Mesh = {
  id: 'istio',
  title: 'Istio',
  kinds: [webhookConfigurationKind, peerAuthenticationKind, istioConfigMapKind],
  keys: ISTIO_KEYS,
  namespaceLabels: [LABEL_INJECTION, LABEL_REVISION, LABEL_DATAPLANE_MODE],
  detect,
  adapt,
  enrol,
};
