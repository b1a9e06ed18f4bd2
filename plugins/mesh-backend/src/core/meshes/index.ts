import type { Mesh } from '@meshport/plugin-mesh-node';
import { cilium } from './cilium/cilium';
import { consul } from './consul/consul';
import { istio } from './istio/istio';
import { linkerd } from './linkerd/linkerd';

/** The meshes that the plugin knows by itself, by id. A new one is a folder and a line here. */
export const builtInMeshes: readonly Mesh[] = [cilium, consul, istio, linkerd];
