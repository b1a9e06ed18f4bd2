import { parse } from 'yaml';
import type { JsonObject, KubeObject } from '../apiserver/KubeObject.ts';
import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Pod } from '../controllers/objects.ts';

interface Quantities {
  request: string;
  limit: string;
}

/** The Helm values that injection reads, as in the ConfigMap `linkerd-config`, key `values`. */
export interface ProxyValues {
  /** Where the control plane runs; not a Helm value. */
  controlPlaneNamespace: string;
  linkerdVersion: string;
  clusterDomain: string;
  clusterNetworks: string;
  cniEnabled: boolean;
  disableIPv6: boolean;
  imagePullPolicy: string;
  identityTrustDomain: string;
  identityTrustAnchorsPEM: string;
  identity: { serviceAccountTokenProjection: boolean };
  networkValidator: { logFormat: string; logLevel: string; timeout: string };
  proxy: {
    image: { name: string; version: string; pullPolicy: string };
    ports: {
      admin: number;
      control: number;
      inbound: number;
      outbound: number;
    };
    resources: { cpu: Quantities; memory: Quantities };
    await: boolean;
    nativeSidecar: boolean;
    isIngress: boolean;
    isGateway: boolean;
    uid: number;
    logLevel: string;
    logFormat: string;
    defaultInboundPolicy: string;
    requireIdentityOnInboundPorts: string;
    opaquePorts: string;
    accessLog: string;
    inboundConnectTimeout: string;
    outboundConnectTimeout: string;
    outboundDiscoveryCacheUnusedTimeout: string;
    inboundDiscoveryCacheUnusedTimeout: string;
    shutdownGracePeriod: string;
    waitBeforeExitSeconds: number;
  };
  proxyInit: {
    iptablesMode: string;
    ignoreInboundPorts: string;
    ignoreOutboundPorts: string;
    skipSubnets: string;
  };
}

/** What the chart of Linkerd 2.20 sets where nobody says otherwise; a real `linkerd-config` has all of it. */
const CHART: ProxyValues = {
  controlPlaneNamespace: 'linkerd',
  linkerdVersion: 'edge-26.8.3',
  clusterDomain: 'cluster.local',
  clusterNetworks:
    '10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16,fd00::/8',
  cniEnabled: false,
  disableIPv6: true,
  imagePullPolicy: 'IfNotPresent',
  identityTrustDomain: '',
  identityTrustAnchorsPEM: '',
  identity: { serviceAccountTokenProjection: true },
  networkValidator: { logFormat: 'plain', logLevel: 'debug', timeout: '10s' },
  proxy: {
    image: { name: 'cr.l5d.io/linkerd/proxy', version: '', pullPolicy: '' },
    ports: { admin: 4191, control: 4190, inbound: 4143, outbound: 4140 },
    resources: {
      cpu: { request: '', limit: '' },
      memory: { request: '', limit: '' },
    },
    await: true,
    nativeSidecar: true,
    isIngress: false,
    isGateway: false,
    uid: 2102,
    logLevel: 'warn,linkerd=info,hickory=error',
    logFormat: 'plain',
    defaultInboundPolicy: 'all-unauthenticated',
    requireIdentityOnInboundPorts: '',
    opaquePorts: '25,587,3306,4444,5432,6379,9300,11211',
    accessLog: '',
    inboundConnectTimeout: '100ms',
    outboundConnectTimeout: '1000ms',
    outboundDiscoveryCacheUnusedTimeout: '5s',
    inboundDiscoveryCacheUnusedTimeout: '90s',
    shutdownGracePeriod: '',
    waitBeforeExitSeconds: 0,
  },
  proxyInit: {
    iptablesMode: 'nft',
    ignoreInboundPorts: '4567,4568',
    ignoreOutboundPorts: '4567,4568',
    skipSubnets: '',
  },
};

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

/** Reading YAML takes longer than injecting, and objects of a store never change. */
const known = new WeakMap<ConfigMap, ProxyValues>();

/** What the injector in this pod works with; undefined without a `linkerd-config` in its namespace. */
export function valuesOf(store: Store, injector: Pod): ProxyValues | undefined {
  const { namespace } = injector.metadata;
  const ref = { resource: 'configmaps', namespace, name: 'linkerd-config' };
  const config = store.get<ConfigMap>(ref);
  if (config?.data?.values === undefined) return undefined;
  const values = known.get(config) ?? readValues(config);
  known.set(config, values);
  return values;
}

function readValues({ data, metadata }: ConfigMap): ProxyValues {
  const given: unknown = parse(data?.values ?? '');
  const values = merged(CHART, isJsonObject(given) ? given : {});
  const { namespace = 'linkerd' } = metadata;
  // A value of another type than the chart's would not have passed the chart's templates.
  return { ...values, controlPlaneNamespace: namespace } as ProxyValues;
}

function merged(base: object, over: JsonObject): JsonObject {
  const result: JsonObject = { ...structuredClone(base), ...over };
  for (const [key, value] of Object.entries(base)) {
    const own = over[key];
    if (isJsonObject(value))
      result[key] = merged(value, isJsonObject(own) ? own : {});
    else if (own === null) result[key] = value;
  }
  return result;
}

/** The version that new proxies get. */
export function proxyVersion({ proxy, linkerdVersion }: ProxyValues): string {
  return proxy.image.version || linkerdVersion;
}

export function proxyImage(values: ProxyValues): string {
  return `${values.proxy.image.name}:${proxyVersion(values)}`;
}

export function trustDomain(values: ProxyValues): string {
  return values.identityTrustDomain || values.clusterDomain;
}
