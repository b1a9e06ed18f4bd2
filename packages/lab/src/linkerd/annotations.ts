import type { ProxyValues } from './proxyValues.ts';

export const INJECT = 'linkerd.io/inject';
export const OPAQUE_PORTS = 'config.linkerd.io/opaque-ports';

const prefix = 'config.linkerd.io';

/** What a pod takes over from its namespace (`ProxyAnnotations` in pkg/inject). */
const INHERITED = [
  ...[
    ...['admin-port', 'control-port', 'enable-debug-sidecar'],
    ...['enable-external-profiles', 'image-pull-policy', 'inbound-port'],
    ...['outbound-port', 'pod-inbound-ports', 'proxy-cpu-limit'],
    ...['proxy-cpu-request', 'proxy-image', 'proxy-admin-shutdown'],
    ...['proxy-log-format', 'proxy-log-level', 'proxy-memory-limit'],
    ...['proxy-memory-request', 'proxy-uid', 'proxy-gid', 'proxy-version'],
    ...['proxy-require-identity-inbound-ports', 'skip-inbound-ports'],
    ...['opaque-ports', 'skip-outbound-ports', 'skip-subnets'],
    ...['proxy-outbound-connect-timeout', 'proxy-inbound-connect-timeout'],
    ...['proxy-await', 'default-inbound-policy', 'access-log'],
    ...['shutdown-grace-period', 'proxy-enable-native-sidecar'],
  ].map(name => `${prefix}/${name}`),
  'config.alpha.linkerd.io/proxy-wait-before-exit-seconds',
  'config.alpha.linkerd.io/proxy-enable-native-sidecar',
  INJECT,
];

type Annotations = Readonly<Record<string, string>>;

/** What the namespace says about proxies and the pod does not. */
export function inherited(
  namespace: Annotations,
  pod: Annotations,
): Record<string, string> {
  return Object.fromEntries(
    INHERITED.filter(
      key => namespace[key] !== undefined && pod[key] === undefined,
    ).map(key => [key, namespace[key]]),
  );
}

type Override = (values: ProxyValues, text: string) => void;

const number =
  (set: (values: ProxyValues, value: number) => void): Override =>
  (values, text) => {
    const value = Number(text);
    if (Number.isInteger(value)) set(values, value);
  };

const nativeSidecar: Override = (values, text) => {
  if (text === 'true' || text === 'false')
    values.proxy.nativeSidecar = text === 'true';
};

const POLICIES = [
  ...['all-unauthenticated', 'all-authenticated', 'cluster-unauthenticated'],
  ...['cluster-authenticated', 'deny', 'audit'],
];

/** Effects of the annotations under `config.linkerd.io/`; what cannot be read is ignored, as the injector does. */
const OVERRIDES: Readonly<Record<string, Override>> = {
  'proxy-image': (v, text) => (v.proxy.image.name = text),
  'proxy-version': (v, text) => (v.proxy.image.version = text),
  'image-pull-policy': (v, text) => (v.proxy.image.pullPolicy = text),
  'admin-port': number((v, port) => (v.proxy.ports.admin = port)),
  'control-port': number((v, port) => (v.proxy.ports.control = port)),
  'inbound-port': number((v, port) => (v.proxy.ports.inbound = port)),
  'outbound-port': number((v, port) => (v.proxy.ports.outbound = port)),
  'proxy-uid': number((v, uid) => (v.proxy.uid = uid)),
  'proxy-cpu-request': (v, text) => (v.proxy.resources.cpu.request = text),
  'proxy-cpu-limit': (v, text) => (v.proxy.resources.cpu.limit = text),
  'proxy-memory-request': (v, text) =>
    (v.proxy.resources.memory.request = text),
  'proxy-memory-limit': (v, text) => (v.proxy.resources.memory.limit = text),
  'proxy-log-level': (v, text) => (v.proxy.logLevel = text),
  'proxy-log-format': (v, text) => (v.proxy.logFormat = text),
  'proxy-require-identity-inbound-ports': (v, text) =>
    (v.proxy.requireIdentityOnInboundPorts = text),
  'proxy-inbound-connect-timeout': (v, text) =>
    (v.proxy.inboundConnectTimeout = text),
  'proxy-outbound-connect-timeout': (v, text) =>
    (v.proxy.outboundConnectTimeout = text),
  'shutdown-grace-period': (v, text) => (v.proxy.shutdownGracePeriod = text),
  'access-log': (v, text) => (v.proxy.accessLog = text),
  'enable-gateway': (v, text) => (v.proxy.isGateway = text === 'true'),
  'opaque-ports': (v, text) => (v.proxy.opaquePorts = text),
  'skip-inbound-ports': (v, text) => (v.proxyInit.ignoreInboundPorts = text),
  'skip-outbound-ports': (v, text) => (v.proxyInit.ignoreOutboundPorts = text),
  'skip-subnets': (v, text) => (v.proxyInit.skipSubnets = text),
  'proxy-await': (v, text) => {
    if (text === 'enabled' || text === 'disabled')
      v.proxy.await = text === 'enabled';
  },
  'default-inbound-policy': (v, text) => {
    if (POLICIES.includes(text)) v.proxy.defaultInboundPolicy = text;
  },
};

/** The values for one pod: those of the installation with what the pod's annotations (namespace's included) change. */
export function overridden(
  values: ProxyValues,
  annotations: Annotations,
): ProxyValues {
  const own = structuredClone(values);
  for (const [name, override] of Object.entries(OVERRIDES)) {
    const text = annotations[`${prefix}/${name}`];
    if (text !== undefined) override(own, text);
  }
  if (annotations[INJECT] === 'ingress') own.proxy.isIngress = true;
  const native = [prefix, 'config.beta.linkerd.io', 'config.alpha.linkerd.io']
    .map(group => annotations[`${group}/proxy-enable-native-sidecar`])
    .find(text => text !== undefined);
  if (native !== undefined) nativeSidecar(own, native);
  return own;
}
