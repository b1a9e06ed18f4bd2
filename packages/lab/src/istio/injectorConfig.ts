import { parse } from 'yaml';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type { LabelSelector, Pod } from '../controllers/objects.ts';

interface Resources {
  requests?: Record<string, string>;
  limits?: Record<string, string>;
}

/** The Helm values that the sidecar template reads, as in the ConfigMap `istio-sidecar-injector[-REV]`, key `values`. */
interface InjectorValues {
  global: {
    hub: string;
    tag: string;
    /** Of the images: `distroless`. */
    variant?: string;
    imagePullPolicy?: string;
    istioNamespace: string;
    meshID?: string;
    multiCluster: { clusterName: string };
    network?: string;
    logging?: { level: string };
    proxy: {
      clusterDomain: string;
      image: string;
      logLevel: string;
      componentLogLevel: string;
      resources: Resources;
    };
    waypoint?: { resources?: Resources };
  };
  pilot?: { cni?: { enabled?: boolean } };
  sidecarInjectorWebhook?: { rewriteAppHTTPProbe?: boolean };
}

/** The injector's own settings, key `config` of the same ConfigMap. */
export interface InjectorPolicy {
  policy?: 'enabled' | 'disabled';
  alwaysInjectSelector?: readonly LabelSelector[];
  neverInjectSelector?: readonly LabelSelector[];
}

interface MeshSettings {
  trustDomain?: string;
  rootNamespace?: string;
  /** The namespaces that istiod sees at all; all of them without any. */
  discoverySelectors?: readonly LabelSelector[];
  defaultConfig?: Record<string, unknown>;
}

export interface InjectorConfig {
  /** `default` for an istiod without a name of its own. */
  revision: string;
  values: InjectorValues;
  policy: InjectorPolicy;
  mesh: MeshSettings;
}

/** What the istiod that runs in this pod injects; undefined when its ConfigMaps are missing. */
export function configOf(
  store: Store,
  istiod: Pod,
): InjectorConfig | undefined {
  const { namespace, labels } = istiod.metadata;
  const revision = labels?.['istio.io/rev'] ?? 'default';
  const suffix = revision === 'default' ? '' : `-${revision}`;
  const name = `istio-sidecar-injector${suffix}`;
  const injector = configMap(store, namespace, name);
  const mesh = configMap(store, namespace, `istio${suffix}`);
  if (!injector?.data?.values || !mesh?.data?.mesh) return undefined;
  return {
    revision,
    values: parsed(injector, 'values') as InjectorValues,
    policy: (parsed(injector, 'config') ?? {}) as InjectorPolicy,
    mesh: (parsed(mesh, 'mesh') ?? {}) as MeshSettings,
  };
}

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

function configMap(store: Store, namespace: string | undefined, name: string) {
  return store.get<ConfigMap>({ resource: 'configmaps', namespace, name });
}

/** istiod is asked often and its settings change rarely; objects of the store never do. */
const known = new WeakMap<ConfigMap, Map<string, unknown>>();

function parsed(object: ConfigMap, key: string): unknown {
  const values = known.get(object) ?? new Map<string, unknown>();
  known.set(object, values);
  if (!values.has(key)) values.set(key, parse(object.data?.[key] ?? ''));
  return values.get(key);
}

/** Environment that the mesh gives every proxy (`defaultConfig.proxyMetadata`). */
export function proxyMetadata({
  mesh,
}: InjectorConfig): Record<string, string> {
  const metadata = mesh.defaultConfig?.proxyMetadata;
  return (metadata ?? {}) as Record<string, string>;
}

/** The mesh is set up for ambient: its sidecars take HBONE too. */
export function speaksHbone(config: InjectorConfig): boolean {
  return proxyMetadata(config).ISTIO_META_ENABLE_HBONE === 'true';
}
