import { KUBERNETES_KINDS } from '../builtinKinds.ts';
import { KindRegistry, type ResourceKind } from '../kinds.ts';
import { CALICO_KINDS } from './calico.ts';
import { CILIUM_KINDS } from './cilium.ts';
import { CONSUL_KINDS } from './consul.ts';
import { FLUX_KINDS } from './flux.ts';
import { GATEWAY_API_KINDS } from './gatewayApi.ts';
import { ISTIO_KINDS } from './istio.ts';
import { LINKERD_KINDS } from './linkerd.ts';
import { MULTICLUSTER_KINDS } from './multicluster.ts';

const BUNDLES = {
  istio: ISTIO_KINDS,
  'gateway-api': GATEWAY_API_KINDS,
  linkerd: LINKERD_KINDS,
  cilium: CILIUM_KINDS,
  consul: CONSUL_KINDS,
  mcs: MULTICLUSTER_KINDS,
  flux: FLUX_KINDS,
  calico: CALICO_KINDS,
} satisfies Record<string, readonly ResourceKind[]>;

/** Kinds that come to a cluster together, under the word that `serves` in a cluster.yaml has for them. */
export type BundleName = keyof typeof BUNDLES;

export const BUNDLE_NAMES = Object.keys(BUNDLES) as BundleName[];

export function isBundleName(name: unknown): name is BundleName {
  return typeof name === 'string' && Object.hasOwn(BUNDLES, name);
}

/** What a cluster with these bundles serves: every kind of Kubernetes itself, and theirs. */
export function registryOf(bundles: readonly BundleName[]): KindRegistry {
  return new KindRegistry([
    ...KUBERNETES_KINDS,
    ...bundles.flatMap((bundle): readonly ResourceKind[] => BUNDLES[bundle]),
  ]);
}

/** The bundle that an object's kind comes with, whatever the cluster serves. */
export function bundleOf(object: {
  apiVersion?: string;
  kind?: string;
}): BundleName | undefined {
  return BUNDLE_NAMES.find(name =>
    new KindRegistry(BUNDLES[name]).ofObject(object),
  );
}
