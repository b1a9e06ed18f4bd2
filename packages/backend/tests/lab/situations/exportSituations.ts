/** Something that keeps a service from another cluster, how it comes to that, and what ends it. */
export interface ExportSituation {
  title: string;
  code: string;
  /** Of the sentence, where the code has several. */
  text?: string;
  service: string;
  mechanism: string;
  from: string;
  /** The consuming cluster; left out: it is said of the export as a whole. */
  to?: string;
  then: readonly string[];
  /** The printed fix: what its sentence is called, and what ends it: itself, or lines where it is in words. */
  fix?: string;
  by: 'command' | 'manifest' | readonly string[];
  /** Puts right what the fix has changed besides. */
  undo?: readonly string[];
}

const OFFERS = 'infra';
const TAKES = 'apps';

const offering = (line: string) => `kubectl --context ${OFFERS} ${line}`;
const taking = (line: string) => `kubectl --context ${TAKES} ${line}`;

const MINIO = {
  ...{ service: 'storage/minio', mechanism: 'cilium-global' },
  ...{ from: OFFERS, to: TAKES },
};
const DRAGONFLY = {
  ...{ service: 'databases/dragonfly', mechanism: 'linkerd-mirror' },
  ...{ from: OFFERS, to: TAKES },
};
/** The same pods without an address. */
const HEADLESS = { service: 'storage/minio-svc', from: OFFERS, to: TAKES };

const NOT_GLOBAL = 'annotate namespace storage clustermesh.cilium.io/global=';
const SYNC = 'service.cilium.io/global-sync-endpoint-slices';
const syncing = (value: string) =>
  `-n kube-system patch configmap cilium-config --type merge -p '{"data":{"clustermesh-enable-endpoint-sync":"${value}"}}'`;

/** One after the other: they are about the same few services. */
export const EXPORT_SITUATIONS: readonly ExportSituation[] = [
  {
    title: 'a mirror without a namespace to be in',
    code: 'namespace-missing',
    ...{ service: 'vault/vault', mechanism: 'linkerd-mirror' },
    ...{ from: OFFERS, to: TAKES, then: [] },
    ...{ fix: 'fix.create-namespace', by: 'command' },
    undo: [taking('delete namespace vault')],
  },
  {
    title: 'a global service that the other cluster does not have',
    ...{ code: 'service-not-there', ...MINIO },
    then: [taking('-n storage delete service minio')],
    ...{ fix: 'fix.create-global-service', by: 'manifest' },
  },
  {
    title: 'a namespace that takes no part at home',
    ...{ code: 'namespace-not-global', ...MINIO },
    then: [offering(`${NOT_GLOBAL}false --overwrite`)],
    ...{ fix: 'fix.make-namespace-global', by: 'command' },
  },
  {
    title: 'a namespace that takes no part in the other cluster',
    ...{ code: 'namespace-not-global', ...MINIO },
    then: [taking(`${NOT_GLOBAL}false --overwrite`)],
    ...{ fix: 'fix.make-namespace-global', by: 'command' },
  },
  {
    title: 'a service that is global on one side alone',
    ...{ code: 'service-not-global', ...MINIO },
    then: [
      taking('-n storage annotate service minio service.cilium.io/global-'),
    ],
    ...{ fix: 'fix.make-service-global', by: 'command' },
  },
  {
    title: 'a service that keeps its endpoints to itself',
    ...{ code: 'service-not-shared', ...MINIO },
    then: [
      offering(
        '-n storage annotate service minio service.cilium.io/shared=false',
      ),
    ],
    ...{ fix: 'fix.share-service', by: 'command' },
  },
  {
    title: 'endpoints that proxies do not know',
    ...{ code: 'endpoints-not-synced', ...MINIO },
    text: 'reason.endpoints-not-synced.service',
    ...{ then: [], fix: 'fix.sync-endpoints', by: 'command' },
    undo: [taking(`-n storage annotate service minio ${SYNC}-`)],
  },
  {
    title: 'a cluster that writes no endpoints of others',
    ...{ code: 'endpoints-not-synced', ...MINIO },
    text: 'reason.endpoints-not-synced.cluster',
    then: [taking(syncing('false'))],
    ...{ fix: 'fix.switch-sync-on', by: 'command' },
    undo: [taking(`-n storage annotate service minio ${SYNC}-`)],
  },
  {
    title: 'nothing that runs at home',
    ...{ code: 'no-ready-endpoints', ...MINIO },
    then: [offering('-n storage scale statefulset minio --replicas 0')],
    fix: 'fix.make-endpoints-ready',
    by: [offering('-n storage scale statefulset minio --replicas 4')],
  },
  {
    title: 'what serves the other clusters scaled to zero',
    ...{ code: 'link-down', ...MINIO },
    text: 'reason.link-down.cilium',
    then: [
      offering(
        '-n kube-system scale deployment clustermesh-apiserver --replicas 0',
      ),
    ],
    ...{ fix: 'fix.start-clustermesh', by: 'command' },
  },
  {
    title: 'a dead gateway',
    ...{ code: 'gateway-down', ...DRAGONFLY },
    text: 'reason.gateway-down.scaled-to-zero',
    then: [
      offering(
        '-n linkerd-multicluster scale deployment linkerd-gateway --replicas 0',
      ),
    ],
    ...{ fix: 'fix.start-gateway', by: 'command' },
  },
  {
    title: 'a mirror controller scaled to zero',
    ...{ code: 'mirror-controller-down', ...DRAGONFLY },
    text: 'reason.mirror-controller-down.scaled-to-zero',
    then: [
      taking(
        '-n linkerd-multicluster scale deployment controller-infra --replicas 0',
      ),
    ],
    ...{ fix: 'fix.start-mirror-controller', by: 'command' },
  },
  {
    title: 'a headless service, mirrored',
    ...{ code: 'service-not-mirrored', ...HEADLESS },
    ...{
      text: 'reason.service-not-mirrored.refused',
      mechanism: 'linkerd-mirror',
    },
    then: [
      offering(
        '-n storage label service minio-svc mirror.linkerd.io/exported=true',
      ),
    ],
    ...{ fix: 'fix.stop-export', by: 'command' },
  },
  {
    title: 'a headless service, federated',
    ...{ code: 'headless-not-federated', ...HEADLESS },
    mechanism: 'linkerd-federated',
    then: [
      offering(
        '-n storage label service minio-svc mirror.linkerd.io/federated=member',
      ),
    ],
    ...{ fix: 'fix.leave-federation', by: 'command' },
  },
  {
    title: 'an export that no cluster takes',
    code: 'no-cluster-linked',
    ...{ service: 'mattermost/mattermost', mechanism: 'linkerd-mirror' },
    from: TAKES,
    then: [
      taking(
        '-n mattermost label service mattermost mirror.linkerd.io/exported=true',
      ),
    ],
    fix: 'fix.link-cluster',
    by: [
      taking(
        '-n mattermost label service mattermost mirror.linkerd.io/exported-',
      ),
    ],
  },
];
