import { isDeepStrictEqual } from 'node:util';
import {
  formatTime,
  isJsonObject,
  type DraftObject,
  type JsonObject,
  type KubeObject,
} from '../apiserver/KubeObject.ts';
import { resourceId, type ObjectRef } from '../apiserver/kinds.ts';
import { StatusError } from '../apiserver/StatusError.ts';
import type { Store } from '../apiserver/Store.ts';
import { refOf, type Controller } from '../controllers/Controller.ts';
import { BuildError } from './build/BuildError.ts';
import { failing, statusOf, writeOutcome } from './fluxStatus.ts';
import type { GitSource } from './GitSource.ts';
import { chartOf, rendered, withoutValues } from './helmChart.ts';
import { isOrder, isRunning, isSuspended } from './running.ts';

export const HELM_RELEASES = 'helmreleases.helm.toolkit.fluxcd.io';

const MANAGER = 'helm-controller';

/** A release as it was installed last. */
interface Installed {
  /** The chart without values and patches. */
  chart: readonly DraftObject[];
  objects: readonly DraftObject[];
  revision: number;
}

/**
 * Upgrades a release when its HelmRelease changes. There are no charts: what a release made is what its world says, and
 * an upgrade changes in it what the values and patches changed. As Helm does, it leaves alone what others wrote.
 */
export function helmReleaseController(
  source: GitSource,
  manifests: readonly DraftObject[],
): Controller {
  const releases = new Map<string, Installed>();
  return {
    name: MANAGER,
    *concerns({ resource, object, previous, type }) {
      const isOurs = resource === HELM_RELEASES && type !== 'DELETED';
      if (isOurs && isOrder(object, previous)) yield refOf(resource, object);
    },
    reconcile(ref, { store, timeline }) {
      const object = store.get(ref);
      if (!source.snapshot || !object || isSuspended(object)) return undefined;
      if (!isRunning(store, MANAGER)) return { againAfter: 1_000 };
      const id = `${ref.namespace}/${ref.name}`;
      const work = { store, ref, object, now: timeline.now() };
      const known = releases.get(id) ?? asInWorld(object, manifests);
      const next = upgrade(work, known, !releases.has(id));
      releases.set(id, next ?? known);
      return undefined;
    },
  };
}

function specOf(object: KubeObject): JsonObject {
  return isJsonObject(object.spec) ? object.spec : {};
}

/** The world's objects are what the release made of its values when the lab started. */
function asInWorld(
  object: KubeObject,
  manifests: readonly DraftObject[],
): Installed {
  const { name } = object.metadata;
  const objects = chartOf(manifests, object.metadata);
  const chart = withoutValues(objects, name, specOf(object).values);
  return { chart, objects, revision: 1 };
}

interface Upgrade {
  store: Store;
  ref: ObjectRef;
  object: KubeObject;
  now: Date;
}

function upgrade(
  work: Upgrade,
  known: Installed,
  isFirst: boolean,
): Installed | undefined {
  const { store, ref, object, now } = work;
  const common = { store, ref, object, manager: MANAGER, now };
  try {
    const spec = specOf(object);
    const objects = rendered(known.chart, object.metadata.name, spec);
    const changes = isFirst ? 0 : applyChanges(store, known.objects, objects);
    const revision = known.revision + (changes > 0 ? 1 : 0);
    const outcomes = released(object, revision);
    writeOutcome({
      ...common,
      outcomes,
      fields: { history: historyOf(object, revision, now) },
    });
    return { ...known, objects, revision };
  } catch (error) {
    const isExpected =
      error instanceof BuildError || error instanceof StatusError;
    if (!isExpected) throw error;
    const { namespace, name } = object.metadata;
    const message = `Helm upgrade failed for release ${namespace}/${name} with chart ${chartText(
      object,
    )}: ${error.message}`;
    writeOutcome({ ...common, outcomes: failing('UpgradeFailed', message) });
    return undefined;
  }
}

/** Writes what is different between two renderings of the release; answers how many objects that concerned. */
function applyChanges(
  store: Store,
  before: readonly DraftObject[],
  after: readonly DraftObject[],
): number {
  let count = 0;
  for (const [i, next] of after.entries()) {
    const change = difference(before[i], next);
    const kind = store.kinds.ofObject(next);
    if (change === undefined || !kind) continue;
    const { namespace, name = '' } = next.metadata;
    const ref = { resource: resourceId(kind), namespace, name };
    store.patch(ref, { type: 'merge', body: change }, { manager: MANAGER });
    count += 1;
  }
  return count;
}

/** The JSON merge patch that leads from one to the other; undefined when they are the same. */
function difference(
  before: JsonObject,
  after: JsonObject,
): JsonObject | undefined {
  const patch: JsonObject = {};
  for (const field of new Set([
    ...Object.keys(before),
    ...Object.keys(after),
  ])) {
    const [old, next] = [before[field], after[field]];
    if (isDeepStrictEqual(old, next)) continue;
    if (isJsonObject(old) && isJsonObject(next)) {
      const inner = difference(old, next);
      if (inner) patch[field] = inner;
    } else patch[field] = next === undefined ? null : next;
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

function chartOfSpec(object: KubeObject): { chart: string; version: string } {
  const { chart } = specOf(object);
  const { spec } = isJsonObject(chart) ? chart : {};
  const { chart: name, version } = isJsonObject(spec) ? spec : {};
  return { chart: String(name), version: String(version) };
}

function chartText(object: KubeObject): string {
  const { chart, version } = chartOfSpec(object);
  return `${chart}@${version}`;
}

function released(object: KubeObject, revision: number) {
  const { namespace, name } = object.metadata;
  const done = revision > 1 ? 'upgrade' : 'install';
  const message = `Helm ${done} succeeded for release ${namespace}/${name}.v${revision} with chart ${chartText(
    object,
  )}`;
  const reason = revision > 1 ? 'UpgradeSucceeded' : 'InstallSucceeded';
  const outcome = { status: 'True', reason, message } as const;
  return [
    { type: 'Ready', ...outcome },
    { type: 'Released', ...outcome },
  ];
}

function historyOf(
  object: KubeObject,
  revision: number,
  now: Date,
): JsonObject[] {
  const { history } = statusOf(object);
  const known = Array.isArray(history) ? history.filter(isJsonObject) : [];
  if (known[0]?.version === revision) return known;
  const { namespace, name, creationTimestamp } = object.metadata;
  const { chart, version } = chartOfSpec(object);
  const entry = {
    chartName: chart,
    chartVersion: version,
    firstDeployed: creationTimestamp,
    lastDeployed: known.length > 0 ? formatTime(now) : creationTimestamp,
    name,
    namespace,
    status: 'deployed',
    version: revision,
  };
  const older = known.map(item => ({ ...item, status: 'superseded' }));
  return [entry, ...older].slice(0, 5);
}
