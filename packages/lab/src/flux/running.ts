import type { KubeObject } from '../apiserver/KubeObject.ts';
import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';

/** Where Flux runs. */
const FLUX_NAMESPACE = 'flux-system';

/** Flux keeps looking at its sources; real intervals are minutes, and nobody would wait for them here. */
export const INTERVAL = 10_000;

export const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

/** Whether one of Flux's controllers has a ready pod, without which nothing happens. */
export function isRunning(store: Store, controller: string): boolean {
  const deployment = store.get({
    resource: 'deployments.apps',
    namespace: FLUX_NAMESPACE,
    name: controller,
  });
  const status = isJsonObject(deployment?.status) ? deployment.status : {};
  return Number(status.readyReplicas ?? 0) > 0;
}

/** Whether a change of an object of Flux is one that its controller acts on: not of the status that it wrote itself. */
export function isOrder(object: KubeObject, previous?: KubeObject): boolean {
  const of = ({ metadata }: KubeObject) =>
    `${metadata.generation} ${metadata.annotations?.[REQUESTED_AT] ?? ''}`;
  return previous === undefined || of(object) !== of(previous);
}

export function isSuspended(object: KubeObject): boolean {
  return isJsonObject(object.spec) && object.spec.suspend === true;
}

/** Where the worlds say that their repository is, until the lab knows where it serves it. */
export const FLEET_URL = 'https://git.example.com/platform/fleet.git';
