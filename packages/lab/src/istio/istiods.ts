import type { Change } from '../apiserver/History.ts';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type { LabelSelector, Pod } from '../controllers/objects.ts';
import { isReady } from '../controllers/podTemplates.ts';
import { selects } from '../controllers/selectors.ts';
import { configOf, type InjectorConfig } from './injectorConfig.ts';

/** What an istiod is doing, from the pod it runs in. */
export interface Istiod {
  pod: Pod;
  config: InjectorConfig;
  /** `PILOT_ENABLE_AMBIENT`: it programs ztunnels and waypoints. */
  ambient: boolean;
  /** `AMBIENT_ENABLE_MULTI_NETWORK`. */
  multiNetwork: boolean;
}

const webhooks = 'mutatingwebhookconfigurations.admissionregistration.k8s.io';

/** Every istiod that is ready and has its configuration. */
export function readyIstiods(store: Store): Istiod[] {
  return store
    .list<Pod>('pods')
    .items.filter(isIstiod)
    .filter(pod => isReady(pod) && !pod.metadata.deletionTimestamp)
    .flatMap(pod => {
      const config = configOf(store, pod);
      if (!config) return [];
      const on = (name: string) => environmentOf(pod, name) === 'true';
      const ambient = on('PILOT_ENABLE_AMBIENT');
      const multiNetwork = ambient && on('AMBIENT_ENABLE_MULTI_NETWORK');
      return [{ pod, config, ambient, multiNetwork }];
    });
}

/** Those of them that see a namespace: the mesh may have `discoverySelectors`. */
export function istiodsSeeing(store: Store, namespace = ''): Istiod[] {
  const home = store.get({ resource: 'namespaces', name: namespace });
  return readyIstiods(store).filter(({ config }) =>
    isDiscovered(home?.metadata.labels, config.mesh.discoverySelectors),
  );
}

function isDiscovered(
  labels: Record<string, string> | undefined,
  selectors: readonly LabelSelector[] = [],
): boolean {
  return (
    selectors.length === 0 ||
    selectors.some(selector => selects(selector, labels))
  );
}

/**
 * The istiod that minds an object: that of the revision (or tag) in the object's label `istio.io/rev`, else in its
 * namespace's, else the default one.
 */
export function istiodFor(
  store: Store,
  object: KubeObject,
): Istiod | undefined {
  const key = 'istio.io/rev';
  const { labels, namespace = '' } = object.metadata;
  const home = store.get({ resource: 'namespaces', name: namespace });
  const wanted =
    labels?.[key] ?? home?.metadata.labels?.[key] ?? DEFAULT_REVISION;
  const revisions = [wanted, revisionOfTag(store, wanted)];
  return istiodsSeeing(store, namespace).find(({ config }) =>
    revisions.includes(config.revision),
  );
}

const DEFAULT_REVISION = 'default';

function revisionOfTag(store: Store, tag: string): string | undefined {
  return store
    .list(webhooks)
    .items.find(({ metadata }) => metadata.labels?.['istio.io/tag'] === tag)
    ?.metadata.labels?.['istio.io/rev'];
}

/** Whether a change may decide who minds what: an istiod comes, becomes ready or goes, or is told something else. */
export function isAboutIstiod({ resource, object, previous }: Change): boolean {
  if (resource === webhooks) return true;
  if (resource === 'configmaps') return isSetting(object);
  if (resource !== 'pods' || !isIstiod(object)) return false;
  return !previous || isReady(object as Pod) !== isReady(previous as Pod);
}

/** `istio[-REV]` and `istio-sidecar-injector[-REV]`, by what is in them. */
function isSetting({ metadata, data }: KubeObject): boolean {
  const keys = Object.keys(data ?? {});
  return (
    metadata.name.startsWith('istio') &&
    (keys.includes('mesh') || keys.includes('values'))
  );
}

function isIstiod({ metadata }: KubeObject): boolean {
  return metadata.labels?.app === 'istiod';
}

/** A plain value in the environment of the pod's containers. */
function environmentOf(pod: Pod, name: string): string | undefined {
  const variables = pod.spec.containers.flatMap(
    ({ env }) => (env ?? []) as { name: string; value?: string }[],
  );
  return variables.find(variable => variable.name === name)?.value;
}
