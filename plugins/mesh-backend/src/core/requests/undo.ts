import {
  text,
  type MeshProfile,
  type Preflight,
  type RequestForm,
  type RequestFormOf,
} from '@meshport/plugin-mesh-common';
import { type ClusterSnapshot, gatewayKind } from '@meshport/plugin-mesh-node';

type Traffic = Extract<MeshProfile, { mode: 'ambient' }>['waypoint'];

const TRAFFIC: readonly Traffic[] = ['service', 'workload', 'all'];

/** What the waypoint of a namespace is for, by the label of its Gateway. */
function trafficOf(snapshot: ClusterSnapshot, namespace: string): Traffic {
  const used =
    snapshot.namespace(namespace)?.metadata.labels['istio.io/use-waypoint'];
  const gateway = snapshot
    .kind(gatewayKind)
    .items.find(
      ({ metadata }) =>
        metadata.namespace === namespace && metadata.name === used,
    );
  const said = gateway?.metadata.labels['istio.io/waypoint-for'];
  const traffic = TRAFFIC.find(one => one === said);
  return gateway ? traffic ?? 'service' : 'none';
}

/** How the namespace is in the mesh now. */
function profileOf(
  { mesh, mode, namespace }: RequestFormOf<'namespace-offboard'>,
  snapshot: ClusterSnapshot,
): MeshProfile {
  if (mesh === 'linkerd') return { mesh, mode: 'sidecar' };
  if (mode === 'ambient') {
    return { mesh, mode, waypoint: trafficOf(snapshot, namespace) };
  }
  const { labels = {} } = snapshot.namespace(namespace)?.metadata ?? {};
  const revision = labels['istio.io/rev'];
  const byRevision = revision && labels['istio-injection'] === undefined;
  return { mesh, mode, ...(byRevision ? { revision } : {}) };
}

/** The form that takes a request back, as far as a form can. */
function reverse(
  form: RequestForm,
  snapshot: ClusterSnapshot | undefined,
): RequestForm | undefined {
  switch (form.kind) {
    case 'namespace-onboard': {
      const { clusters, namespace, profile } = form;
      const { mesh, mode } = profile;
      return { kind: 'namespace-offboard', clusters, namespace, mesh, mode };
    }
    case 'namespace-offboard': {
      if (!snapshot) return undefined;
      const { clusters, namespace } = form;
      const profile = profileOf(form, snapshot);
      return { kind: 'namespace-onboard', clusters, namespace, profile };
    }
    case 'service-export':
      return { ...form, kind: 'service-unexport' };
    case 'service-unexport':
      return { ...form, kind: 'service-export' };
    default:
      return undefined;
  }
}

/** How a request is taken back, in words and as a form. */
export function undoOf(
  form: RequestForm,
  snapshot: ClusterSnapshot | undefined,
): Preflight['undo'] {
  if (form.kind === 'workload-restart') {
    return { text: text('request.undo.restart') };
  }
  const restarts =
    form.kind === 'namespace-onboard' && form.profile.mode === 'sidecar';
  const back = reverse(form, snapshot);
  return {
    text: text(`request.undo.${form.kind}${restarts ? '.restart' : ''}`),
    ...(back ? { form: back } : {}),
  };
}
