import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';

const MANAGER = 'lab-scale';

/** A number from 0 to 1 that is the same in every run. */
function chances(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function flipReadiness(store: Store, pick: <T>(of: readonly T[]) => T): void {
  const { metadata } = pick(store.list('pods').items);
  const { name, namespace } = metadata;
  store.modify(
    { resource: 'pods', namespace, name },
    pod => {
      if (!isJsonObject(pod.status)) return;
      const conditions = Array.isArray(pod.status.conditions)
        ? pod.status.conditions
        : [];
      for (const condition of conditions) {
        if (isJsonObject(condition) && condition.type === 'Ready')
          condition.status = condition.status === 'True' ? 'False' : 'True';
      }
    },
    { manager: MANAGER, subresource: 'status' },
  );
}

function labelPod(store: Store, pick: <T>(of: readonly T[]) => T): void {
  const { metadata } = pick(store.list('pods').items);
  const { name, namespace } = metadata;
  store.patch(
    { resource: 'pods', namespace, name },
    {
      type: 'merge',
      body: { metadata: { labels: { 'lab/changed': `${Date.now()}` } } },
    },
    { manager: MANAGER },
  );
}

function annotateDeployment(
  store: Store,
  pick: <T>(of: readonly T[]) => T,
): void {
  const { metadata } = pick(store.list('deployments.apps').items);
  const { name, namespace } = metadata;
  store.patch(
    { resource: 'deployments.apps', namespace, name },
    {
      type: 'merge',
      body: { metadata: { annotations: { 'lab/changed': `${Date.now()}` } } },
    },
    { manager: MANAGER },
  );
}

/** What changes in a busy cluster, most often first. */
const KINDS_OF_CHANGE = [
  flipReadiness,
  flipReadiness,
  labelPod,
  annotateDeployment,
];

/** Changes objects of the clusters, so many a second over all of them, until the signal. */
export function keepChanging(
  stores: readonly Store[],
  options: { perSecond: number; signal: AbortSignal },
): void {
  if (options.perSecond <= 0) return;
  const chance = chances();
  const pick = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)];
  const timer = setInterval(
    () => pick(KINDS_OF_CHANGE)(pick(stores), pick),
    1000 / options.perSecond,
  );
  options.signal.addEventListener('abort', () => clearInterval(timer));
}
