import type {
  Cluster,
  ClusterSet,
  ClusterSummary,
  EntityMesh,
  Golden,
  Membership,
  MeshInstallation,
  NamespaceSummary,
  Objectives,
  Posture,
  Reason,
  ServiceInstance,
  ServiceSummary,
  ServiceView,
  SetupCluster,
  Text,
} from '@meshport/plugin-mesh-common';

/** A sentence that the catalogue does not know, so that it is shown as it is. */
export function aText(message: string): Text {
  return { id: `test.${message}`, params: {}, message };
}

export function aReason(overrides: Partial<Reason> = {}): Reason {
  return {
    code: 'pod-predates-injection',
    text: aText('2 pods started before injection was switched on.'),
    fix: {
      text: aText('Restart deployment basket.'),
      command: 'kubectl --context south -n shop rollout restart deploy/basket',
    },
    evidence: [],
    ...overrides,
  };
}

export function aMembership(overrides: Partial<Membership> = {}): Membership {
  return {
    mesh: 'istio',
    mode: 'sidecar',
    layer: 'l7',
    state: 'enrolled',
    pods: { enrolled: 2, total: 2 },
    proxyVersions: ['1.31.1'],
    reasons: [],
    verify: [],
    ...overrides,
  };
}

export function aPosture(overrides: Partial<Posture> = {}): Posture {
  return {
    inbound: 'strict',
    identities: [],
    decidedBy: [],
    podsWithoutProxy: 0,
    reasons: [],
    ...overrides,
  };
}

export function aGolden(overrides: Partial<Golden> = {}): Golden {
  return {
    state: 'ok',
    source: 'istio',
    windowSeconds: 300,
    at: '2026-11-14T08:00:00.000Z',
    requestRate: 12,
    successRatio: 1,
    latencyMs: { p50: 10, p95: 40, p99: 90 },
    ...overrides,
  };
}

export function someObjectives(
  overrides: Partial<Objectives> = {},
): Objectives {
  return {
    successRatio: { value: 0.999, from: 'default' },
    p99Ms: { value: 500, from: 'default' },
    crossClusterOverheadMs: { value: 50, from: 'default' },
    minRequests: 60,
    ...overrides,
  };
}

export function anInstance(
  overrides: Partial<ServiceInstance> = {},
): ServiceInstance {
  return {
    cluster: 'north',
    namespace: 'shop',
    name: 'basket',
    kind: 'local',
    workloads: [],
    membership: [aMembership()],
    posture: aPosture(),
    endpoints: { ready: 2, total: 2 },
    health: 'healthy',
    golden: aGolden(),
    ...overrides,
  };
}

export function aService(overrides: Partial<ServiceView> = {}): ServiceView {
  return {
    set: 'production',
    namespace: 'shop',
    name: 'basket',
    instances: [anInstance()],
    health: 'healthy',
    healthReasons: [],
    golden: aGolden(),
    objectives: someObjectives(),
    exports: [],
    entityRefs: ['component:default/basket'],
    owners: [],
    ...overrides,
  };
}

export function aCluster(
  name: string,
  overrides: Partial<ClusterSummary> = {},
): ClusterSummary {
  return {
    name,
    displayName: name,
    set: 'production',
    kubectlContext: name,
    status: 'live',
    ...overrides,
  };
}

export function anEntityAnswer(
  overrides: Partial<EntityMesh> = {},
): EntityMesh {
  return {
    entityRef: 'component:default/basket',
    matchedBy: 'kubernetes-id',
    lookedFor: aText('Services labelled basket.'),
    services: [aService()],
    workloads: [],
    hidden: 0,
    sets: [
      { name: 'production', title: 'Production' },
      { name: 'staging', title: 'Staging' },
    ],
    clusters: [aCluster('north'), aCluster('south')],
    sources: [],
    ...overrides,
  };
}

export function aSummary(
  overrides: Partial<ServiceSummary> = {},
): ServiceSummary {
  return {
    set: 'production',
    namespace: 'shop',
    name: 'basket',
    state: 'enrolled',
    health: 'healthy',
    golden: aGolden(),
    clusters: [
      {
        cluster: 'north',
        mesh: 'istio',
        mode: 'sidecar',
        state: 'enrolled',
        enrolled: 2,
        total: 2,
      },
    ],
    entityRefs: ['component:default/basket'],
    owners: [],
    ...overrides,
  };
}

export function aNamespace(
  overrides: Partial<NamespaceSummary> = {},
): NamespaceSummary {
  return {
    set: 'production',
    cluster: 'north',
    name: 'shop',
    owners: ['group:default/shop-team'],
    ownedBy: 'key',
    terminating: false,
    asksFor: [{ mesh: 'istio', mode: 'ambient' }],
    meshes: [{ mesh: 'istio', mode: 'ambient', enrolled: 2, total: 3 }],
    state: 'partial',
    services: 1,
    workloads: 2,
    pods: 3,
    writer: { kind: 'flux-kustomization', name: 'shop' },
    ...overrides,
  };
}

/** A page of a list, with all that it holds unless told otherwise. */
export function aPage<Row>(
  items: Row[],
  overrides: {
    total?: number;
    nextCursor?: string;
    sets?: ClusterSet[];
  } = {},
) {
  return {
    items,
    total: items.length,
    sets: [
      { name: 'production', title: 'Production' },
      { name: 'staging', title: 'Staging' },
    ],
    clusters: [aCluster('north'), aCluster('south')],
    sources: [],
    ...overrides,
  };
}

export function anInstallation(
  overrides: Partial<MeshInstallation> = {},
): MeshInstallation {
  return {
    mesh: 'istio',
    title: 'Istio',
    modes: ['sidecar'],
    versions: ['1.31.1'],
    health: 'healthy',
    reasons: [],
    revisions: [],
    features: [],
    parts: [],
    aliases: {},
    ...overrides,
  };
}

export function aWholeCluster(
  name: string,
  overrides: Partial<Cluster> = {},
): Cluster {
  return {
    ...aCluster(name),
    kubectlContext: name,
    aliases: {},
    network: [],
    meshes: [anInstallation()],
    footprint: [],
    reasons: [],
    counts: {
      namespaces: 3,
      ignoredNamespaces: 0,
      services: 4,
      workloads: 5,
      pods: 10,
      meshedPods: 8,
      meshedPodsOf: { istio: 8 },
    },
    sources: [],
    ...overrides,
  };
}

export function aSetupCluster(
  name: string,
  overrides: Partial<SetupCluster> = {},
): SetupCluster {
  return {
    name,
    displayName: name,
    set: 'production',
    kubectlContext: name,
    status: 'live',
    credentials: 'serviceAccount',
    kinds: [{ part: 'pods', status: 'live', objects: 12 }],
    aliases: [],
    matched: { services: 3, total: 4 },
    watches: 1,
    objects: 12,
    ...overrides,
  };
}
