import {
  requestFormSchema,
  text,
  type Link,
  type ObjectRef,
  type RequestForm,
} from '@meshport/plugin-mesh-common';
import type {
  CheckedCaller,
  ClusterSnapshot,
} from '@meshport/plugin-mesh-node';
import {
  aNamespace,
  aService,
  aSnapshot,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { builtInMeshes } from '../../meshes';
import { kindsOfMeshes } from '../../../testing/requestWorlds';
import { buildModel } from '../../buildModel';
import { theAgents } from '../../meshes/cilium/testing/ciliumObjects';
import { anAmbientIstio } from '../../meshes/istio/testing/ambientObjects';
import { aCart, anInjectedPod } from '../../meshes/istio/testing/istioObjects';
import { aControlPlane } from '../../meshes/linkerd/testing/linkerdObjects';
import type { LiveObject } from '../../requests/plan';
import type {
  PreflightCluster,
  PreflightInput,
} from '../../requests/preflightInput';
import { clustersOf } from '../../requests/preflightInput';
import { namespaceKinds, writerKinds } from '../engine/readKinds';

interface CallerInSituation {
  readonly meshes: readonly string[];
  readonly cluster?: string;
  /** False where nobody could name it. */
  readonly known?: boolean;
}

/** What a page about a check says of a world, beside the one in which all is well. */
export interface Situation {
  readonly form?: unknown;
  readonly west?: readonly KubeObject[];
  readonly east?: readonly KubeObject[];
  /** `Kind/name` of objects that are not there. */
  readonly remove?: readonly string[];
  readonly reachability?: 'unreachable';
  /** Objects to be changed cannot be read. */
  readonly unreadable?: boolean;
  readonly owners?: readonly string[];
  readonly callers?: readonly CallerInSituation[];
  readonly links?: readonly Link[];
  /** Requests of a sidecar that runs elsewhere in the cluster. */
  readonly proxies?: Readonly<Record<string, string>>;
}

const DEFAULT_FORM: RequestForm = {
  kind: 'namespace-onboard',
  clusters: ['west'],
  namespace: 'shop',
  profile: { mesh: 'istio', mode: 'ambient', waypoint: 'none' },
};

const CILIUM_CONFIG: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'cilium-config', namespace: 'kube-system' },
  data: { 'cluster-name': 'west', 'cni-exclusive': 'false' },
};

/** Both meshes, Cilium, and a namespace that is in no mesh. */
function everything(): KubeObject[] {
  const ports = [{ name: 'http', port: 80 }];
  return [
    ...anAmbientIstio({ cniConfig: {} }),
    ...aControlPlane(),
    ...theAgents({ nodes: ['node-1'] }),
    CILIUM_CONFIG,
    ...aCart({ pods: [{}] }),
    { ...aService(), spec: { selector: { app: 'cart' }, ports } },
    aNamespace({ name: 'pay' }),
  ];
}

function keyOf({ apiVersion, kind, metadata }: KubeObject): string {
  const group = apiVersion.split('/').slice(0, -1).join('/');
  return [group, kind, metadata.namespace ?? '', metadata.name].join('|');
}

function objectsIn(
  cluster: string,
  situation: Situation,
  form: RequestForm,
): KubeObject[] {
  const given = (cluster === 'east' ? situation.east : situation.west) ?? [];
  const removed = cluster === 'west' ? situation.remove ?? [] : [];
  const proxy = situation.proxies && {
    ...anInjectedPod({ name: 'other', namespace: 'pay' }),
    spec: {
      containers: [
        { name: 'istio-proxy', resources: { requests: situation.proxies } },
      ],
    },
  };
  const all = [...everything(), ...(proxy ? [proxy] : []), ...given];
  // Where a service only arrives, there is none yet.
  const isConsumer = 'to' in form && form.to.includes(cluster);
  return [...new Map(all.map(one => [keyOf(one), one])).values()].filter(
    one =>
      !removed.includes(`${one.kind}/${one.metadata.name}`) &&
      (!isConsumer || one.kind !== 'Service' || given.includes(one)),
  );
}

function snapshotOf(cluster: string, objects: readonly KubeObject[]) {
  const kinds = [...kindsOfMeshes, ...namespaceKinds, ...writerKinds];
  return aSnapshot(objects, { cluster, kinds });
}

function callerOf({
  meshes,
  cluster = 'west',
  known = true,
}: CallerInSituation): CheckedCaller {
  if (!known) return { meshes: [], known };
  const ref: ObjectRef = {
    cluster,
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'web',
    name: 'front',
  };
  return { ref, cluster, meshes, known };
}

function clusterOf(
  snapshot: ClusterSnapshot,
  { reachability, owners = ['group:default/shop'], callers = [] }: Situation,
): PreflightCluster {
  return {
    snapshot,
    reachability: { status: reachability ?? 'live' },
    model: buildModel(snapshot, builtInMeshes, {
      namespaces: {
        isIgnored: name => name === 'kube-system',
        ownerKey: 'example.test/owner',
      },
    }),
    owners,
    callers: callers.map(callerOf),
  };
}

const LINKED: readonly Link[] = ['linkerd', 'cilium'].map(mesh => ({
  ...{ mesh, mechanism: 'test', from: 'east', to: 'west' },
  ...{ state: 'connected', services: 0, sharedTrust: true, reasons: [] },
}));

/** Everything that a form is worked out against in a situation. */
export function preflightInput(situation: Situation): PreflightInput {
  const form = requestFormSchema.parse(situation.form ?? DEFAULT_FORM);
  const objects = new Map(
    clustersOf(form).map(name => [name, objectsIn(name, situation, form)]),
  );
  const live = ({ cluster, apiVersion, kind, ...rest }: ObjectRef) => {
    const { namespace, name } = rest;
    const metadata = { namespace, name };
    const key = keyOf({ apiVersion, kind, metadata });
    const object = objects.get(cluster)?.find(one => keyOf(one) === key);
    const found: LiveObject = object
      ? { state: 'found', object }
      : { state: 'missing' };
    const reason = text('source.token-refused');
    return situation.unreadable
      ? ({ state: 'unreadable', reason } as const)
      : found;
  };
  return {
    form,
    at: '2026-01-01T00:00:00.000Z',
    clusters: new Map(
      [...objects].map(([name, there]) => [
        name,
        clusterOf(snapshotOf(name, there), situation),
      ]),
    ),
    live,
    links: situation.links ?? LINKED,
    exports: [],
    isProtected: name => name === 'kube-public',
  };
}
