import {
  gatewayClassKind,
  gatewayKind,
  type Mesh,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import { adapt } from './adapt';
import { detect, leftovers } from './detect';
import { enrol } from './enrol';
import {
  istioCniConfigKind,
  istioConfigMapKind,
  istiodKind,
  peerAuthenticationKind,
  writtenKinds,
} from './kinds';
import {
  ISTIO_KEYS,
  LABEL_DATAPLANE_MODE,
  LABEL_INJECTION,
  LABEL_REVISION,
} from './names';
import { istioQueries } from './queries/istioQueries';

/** Istio with sidecars and in ambient mode, in one cluster. */
export const istio: Mesh = {
  id: 'istio',
  title: 'Istio',
  kinds: [
    webhookConfigurationKind,
    peerAuthenticationKind,
    istioConfigMapKind,
    istioCniConfigKind,
    istiodKind,
    gatewayKind,
    gatewayClassKind,
    ...writtenKinds,
  ],
  keys: ISTIO_KEYS,
  namespaceLabels: [LABEL_INJECTION, LABEL_REVISION, LABEL_DATAPLANE_MODE],
  detect,
  leftovers,
  adapt,
  enrol,
  queries: istioQueries,
};
