import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { CallEnd, CallShape } from '../../traffic/Call.ts';
import type { Labels } from '../Count.ts';
import type { FleetView } from '../FleetView.ts';
import type { PodFacts } from '../PodFacts.ts';

/** What Istio's standard labels need of one end; of a pod in between, the object it belongs to stands in for the rest. */
export type IstioEnd = Pick<
  CallEnd,
  'cluster' | 'namespace' | 'workload' | 'pod' | 'serviceAccount' | 'labels'
>;

const CANONICAL = 'service.istio.io/canonical';

function labelsOfEnd(
  side: 'source' | 'destination',
  values: Readonly<Record<string, string>>,
): Labels {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${side}_${key}`, value]),
  );
}

const UNKNOWN = {
  workload: 'unknown',
  workload_namespace: 'unknown',
  principal: 'unknown',
  app: 'unknown',
  version: 'unknown',
  canonical_service: 'unknown',
  canonical_revision: 'latest',
  cluster: 'unknown',
};

export function unknownEnd(side: 'source' | 'destination'): Labels {
  return labelsOfEnd(side, UNKNOWN);
}

/** What istiod calls the cluster: not always what the portal does, and never what the store's label says. */
function istioClusterOf(view: FleetView, cluster: string): string {
  const [told] = view.podsOf(cluster, pod => pod.istioCluster !== undefined);
  return told?.istioCluster ?? cluster;
}

/** The labels of a known end; without mutual TLS nobody knows who it is by its certificate. */
export function knownEnd(
  side: 'source' | 'destination',
  end: IstioEnd,
  { view, secure }: { view: FleetView; secure: boolean },
): Labels {
  const { labels } = end;
  const trustDomain = view.pod(end)?.trustDomain ?? 'cluster.local';
  const app = labels.app ?? labels['app.kubernetes.io/name'];
  const version = labels.version ?? labels['app.kubernetes.io/version'];
  return labelsOfEnd(side, {
    workload: end.workload,
    workload_namespace: end.namespace,
    principal: secure
      ? `spiffe://${trustDomain}/ns/${end.namespace}/sa/${end.serviceAccount}`
      : 'unknown',
    app: app ?? end.workload,
    version: version ?? 'unknown',
    canonical_service: labels[`${CANONICAL}-name`] ?? app ?? end.workload,
    canonical_revision: labels[`${CANONICAL}-revision`] ?? version ?? 'latest',
    cluster: istioClusterOf(view, end.cluster),
  });
}

/** A pod in between, as an end. */
export function endOfHop(pod: PodFacts, workload: string): IstioEnd {
  const { cluster, namespace, name, serviceAccount, labels } = pod;
  return { cluster, namespace, workload, pod: name, serviceAccount, labels };
}

interface ServiceEntry extends KubeObject {
  spec: { hosts?: readonly string[] };
}

/** The Service or the outside host that the client asked for. */
export function destinationService(
  { from, service, externalHost }: CallShape,
  view: FleetView,
): Labels {
  if (service) {
    return {
      destination_service: `${service.name}.${service.namespace}.svc.cluster.local`,
      destination_service_name: service.name,
      destination_service_namespace: service.namespace,
    };
  }
  if (!externalHost || !from) return serviceLabels('unknown', 'unknown');
  const entry = view
    .list<ServiceEntry>(from.cluster, 'serviceentries.networking.istio.io')
    .find(({ spec }) => spec.hosts?.includes(externalHost));
  return entry
    ? serviceLabels(externalHost, entry.metadata.namespace ?? 'unknown')
    : {
        ...serviceLabels(externalHost, 'unknown'),
        destination_service_name: 'PassthroughCluster',
      };
}

function serviceLabels(host: string, namespace: string): Labels {
  return {
    destination_service: host,
    destination_service_name: host,
    destination_service_namespace: namespace,
  };
}

/** Whether the pod has an identity of Istio's and speaks mutual TLS. */
export function isInMesh(pod: PodFacts | undefined): boolean {
  return Boolean(pod?.istio ?? pod?.isAmbient);
}
