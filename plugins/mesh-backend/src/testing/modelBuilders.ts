import {
  text,
  type Membership,
  type MeshInstallation,
  type Posture,
  type Reason,
} from '@meshport/plugin-mesh-common';
import type { EntityMatch } from '../core/catalog/EntityMatch';
import type {
  ClusterModel,
  NamespaceModel,
  ServiceModel,
  WorkloadModel,
} from '../core/model/ClusterModel';
import type { ClusterView } from '../core/views/ClusterView';

export function aReason(fields: Partial<Reason> = {}): Reason {
  return {
    code: 'pod-predates-injection',
    text: { id: 'test', params: {}, message: 'Two pods are too old.' },
    fix: { text: { id: 'fix', params: {}, message: 'Restart them.' } },
    evidence: [],
    ...fields,
  };
}

export function aMembership(fields: Partial<Membership> = {}): Membership {
  return {
    mesh: 'istio',
    mode: 'sidecar',
    layer: 'l7',
    state: 'enrolled',
    pods: { enrolled: 3, total: 3 },
    proxyVersions: ['1.30.1'],
    reasons: [],
    verify: [],
    ...fields,
  };
}

function aPosture(fields: Partial<Posture> = {}): Posture {
  return {
    inbound: 'strict',
    identities: [],
    decidedBy: [],
    podsWithoutProxy: 0,
    reasons: [],
    ...fields,
  };
}

export function aWorkload(fields: Partial<WorkloadModel> = {}): WorkloadModel {
  const { namespace = 'shop', name = 'cart' } = fields;
  return {
    key: `apps/Deployment/${namespace}/${name}`,
    ref: {
      cluster: 'west',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace,
      name,
    },
    namespace,
    name,
    labelSets: [{ app: name }],
    pods: 3,
    membership: [aMembership()],
    posture: aPosture(),
    writer: { kind: 'unknown' },
    ...fields,
  };
}

export function aServiceModel(
  fields: Partial<ServiceModel> & { state?: Membership['state'] } = {},
): ServiceModel {
  const { state = 'enrolled', ...rest } = fields;
  return {
    namespace: 'shop',
    name: 'cart',
    labels: {},
    workloads: [],
    membership: [aMembership({ state })],
    posture: aPosture(),
    endpoints: { ready: 3, total: 3 },
    ...rest,
  };
}

export function aNamespaceModel(
  fields: Partial<NamespaceModel> = {},
): NamespaceModel {
  return {
    name: 'shop',
    ignored: false,
    terminating: false,
    asksFor: [],
    writer: { kind: 'unknown' },
    ...fields,
  };
}

export function aModel(
  fields: Partial<Omit<ClusterModel, 'workloads'>> & {
    workloads?: readonly WorkloadModel[];
  } = {},
): ClusterModel {
  const { workloads = [], ...rest } = fields;
  return {
    cluster: 'west',
    network: [],
    meshes: [],
    footprint: [],
    reasons: [],
    namespaces: [aNamespaceModel()],
    services: [],
    counts: {
      namespaces: 1,
      ignoredNamespaces: 0,
      services: 1,
      workloads: 1,
      pods: 3,
      meshedPods: 3,
      meshedPodsOf: { istio: 3 },
    },
    parts: [],
    ...rest,
    workloads: new Map(workloads.map(workload => [workload.key, workload])),
  };
}

export function aMeshInstallation(
  fields: Partial<MeshInstallation> = {},
): MeshInstallation {
  return {
    mesh: 'istio',
    title: 'Istio',
    modes: ['sidecar'],
    versions: ['1.31.0'],
    health: 'healthy',
    reasons: [],
    revisions: [],
    features: [],
    parts: [],
    aliases: {},
    ...fields,
  };
}

/** A live cluster of set `live`; its model is that of an empty cluster. */
export function aCluster(fields: Partial<ClusterView> = {}): ClusterView {
  const { name = 'west' } = fields;
  return {
    name,
    displayName: name,
    set: 'live',
    kubectlContext: name,
    aliases: {},
    reachability: { status: 'live' },
    model: aModel({ cluster: name }),
    ...fields,
  };
}

export function aMatch(fields: Partial<EntityMatch> = {}): EntityMatch {
  return {
    entityRef: 'component:default/cart',
    matchedBy: 'meshport.io/services',
    lookedFor: text('lookedFor.services', {
      services: 'shop/cart',
      clusters: 'west',
    }),
    owners: ['group:default/shop'],
    clusters: ['west'],
    services: [{ cluster: 'west', namespace: 'shop', name: 'cart' }],
    workloads: [],
    ...fields,
  };
}
