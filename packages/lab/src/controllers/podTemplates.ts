import type { DraftObject, KubeObject } from '../apiserver/KubeObject.ts';
import { cloneJson, formatTime } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import { hexDigest, nameSuffix } from '../simulation/chance.ts';
import { ownedBy } from './Controller.ts';
import type { Pod, PodSpec, PodTemplate } from './objects.ts';

/** Ten characters that stand for a pod template; equal templates give equal hashes. */
export function templateHash(template: PodTemplate): string {
  return nameSuffix(10, canonical(template));
}

/** JSON with sorted keys, so that the order of fields does not count. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, child: unknown) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? Object.fromEntries(
          Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : child,
  );
}

export function sameTemplate(a: PodTemplate, b: PodTemplate): boolean {
  return (
    canonical(a.metadata ?? {}) === canonical(b.metadata ?? {}) &&
    (a.spec === b.spec || specText(a.spec) === specText(b.spec))
  );
}

/** Specs are compared at every look of a Deployment at its sets, and those of stored objects never change. */
const specTexts = new WeakMap<PodSpec, string>();

function specText(spec: PodSpec): string {
  const text = specTexts.get(spec) ?? canonical(spec);
  if (Object.isFrozen(spec)) specTexts.set(spec, text);
  return text;
}

/** The pod that a controller makes of its template. Throws StatusError where admission refuses it. */
export function createPod(
  store: Store,
  owner: KubeObject,
  options: {
    template: PodTemplate;
    /** Without a name one is generated from the owner's. */
    name?: string;
    labels?: Record<string, string>;
    spec?: Partial<Pod['spec']>;
  },
): Pod {
  const { template, name } = options;
  const { namespace } = owner.metadata;
  const draft: DraftObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: name ?? freeName(store, owner),
      ...(name ? {} : { generateName: `${owner.metadata.name}-` }),
      namespace,
      ...(template.metadata?.annotations
        ? { annotations: { ...template.metadata.annotations } }
        : {}),
      labels: { ...template.metadata?.labels, ...options.labels },
      ownerReferences: [ownedBy(owner)],
    },
    spec: { ...cloneJson(template.spec), ...options.spec },
  };
  return store.create<Pod>('pods', draft, {
    manager: 'kube-controller-manager',
  });
}

/**
 * A generated name. It is seeded with the number of writes so far, so that the replay of a world gives the
 * same names in every run; the API server's own suffixes are random.
 */
function freeName(store: Store, owner: KubeObject): string {
  const { namespace, name } = owner.metadata;
  const seed = `${namespace}/${name}/${store.resourceVersion}`;
  for (let attempt = 0; ; attempt++) {
    const candidate = `${name.slice(0, 57)}-${nameSuffix(
      5,
      `${seed}/${attempt}`,
    )}`;
    if (!store.get({ resource: 'pods', namespace, name: candidate }))
      return candidate;
  }
}

/** Neither finished nor on its way out. */
export function isActive(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return (
    phase !== 'Succeeded' &&
    phase !== 'Failed' &&
    !pod.metadata.deletionTimestamp
  );
}

export function isReady(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some(
      c => c.type === 'Ready' && c.status === 'True',
    ) ?? false
  );
}

/** Ready for at least `minReadySeconds`. */
export function isAvailable(
  pod: Pod,
  minReadySeconds: number,
  now: Date,
): boolean {
  const ready = pod.status?.conditions?.find(
    c => c.type === 'Ready' && c.status === 'True',
  );
  if (!ready) return false;
  return (
    minReadySeconds === 0 ||
    Date.parse(ready.lastTransitionTime ?? formatTime(now)) +
      minReadySeconds * 1000 <=
      now.getTime()
  );
}

/** The revision hash of StatefulSets and DaemonSets, as in the label `controller-revision-hash`. */
export function revisionHash(template: PodTemplate): string {
  return hexDigest(canonical(template)).replace(/\D/g, '').slice(0, 10);
}
