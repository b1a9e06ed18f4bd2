import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import {
  BUNDLE_NAMES,
  isBundleName,
  type BundleName,
} from '../apiserver/kinds/bundles.ts';
import { isJsonObject, type DraftObject } from '../apiserver/KubeObject.ts';
import type { LoadBalancers } from '../controllers/loadBalancers.ts';
import type { Behaviour } from '../kubelet/behaviours.ts';
import { fleetManifests, readFleet, type FleetFiles } from './fleetFiles.ts';
import { readHistory } from './readHistory.ts';
import type { World } from './World.ts';

/** Files of a world that are not Kubernetes objects. */
const settings = ['cluster.yaml', 'history.yaml'];

/** Every sub-folder with a `cluster.yaml` is a cluster, in the order of their names. */
export function loadWorlds(directory: string): World[] {
  const folders = readdirSync(directory, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort();
  if (folders.length === 0)
    throw new Error(
      `There is no world in ${directory}: it has no folder with a cluster.yaml`,
    );
  const fleet = readFleet(directory);
  return folders.map(folder => loadWorld(join(directory, folder), fleet));
}

function loadWorld(directory: string, fleet: FleetFiles): World {
  const text = (file: string) => readFileSync(join(directory, file), 'utf8');
  try {
    const facts = readFacts(parse(text('cluster.yaml')));
    const files = readdirSync(directory).filter(
      file => file.endsWith('.yaml') && !settings.includes(file),
    );
    const own = Object.fromEntries(
      files.map(file => [file, readObjects(file, text(file))]),
    );
    const manifests = { ...own, ...fleetManifests(own, fleet) };
    const history = readHistory(parse(text('history.yaml')));
    checkFiles(history, Object.keys(manifests));
    return { ...facts, manifests, fleet, history };
  } catch (error) {
    throw new Error(`World ${directory}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function readFacts(
  content: unknown,
): Omit<World, 'manifests' | 'fleet' | 'history'> {
  if (!isJsonObject(content)) throw new Error('cluster.yaml is no mapping');
  const { name, title, kubernetesVersion } = content;
  const missing = Object.entries({ name, title, kubernetesVersion }).filter(
    ([, value]) => typeof value !== 'string',
  );
  if (missing.length > 0)
    throw new Error(
      `cluster.yaml lacks ${missing.map(([key]) => key).join(', ')}`,
    );
  const { serves = [], loadBalancers, behaviours = [] } = content;
  return {
    name: String(name),
    title: String(title),
    kubernetesVersion: String(kubernetesVersion),
    serves: readBundles(serves),
    ...(loadBalancers === undefined
      ? {}
      : { loadBalancers: readLoadBalancers(loadBalancers) }),
    behaviours: readBehaviours(behaviours),
  };
}

function readLoadBalancers(value: unknown): LoadBalancers {
  const { domain, addresses } = isJsonObject(value) ? value : {};
  if (typeof domain === 'string') return { domain };
  if (typeof addresses === 'string' && /^(\d+\.){3}0\/24$/.test(addresses))
    return { addresses };
  throw new Error(
    '"loadBalancers" in cluster.yaml needs a "domain", or "addresses" such as 192.0.2.0/24',
  );
}

const EFFECTS = ['crashes', 'completes', 'unready'];

function readBehaviours(list: unknown): Behaviour[] {
  if (!Array.isArray(list))
    throw new Error('"behaviours" in cluster.yaml must be a list');
  const wrong = list.findIndex(
    behaviour =>
      !isJsonObject(behaviour) ||
      typeof behaviour.namespace !== 'string' ||
      !isJsonObject(behaviour.matchLabels) ||
      EFFECTS.filter(effect => behaviour[effect] !== undefined).length !== 1,
  );
  if (wrong >= 0)
    throw new Error(
      `Behaviour ${
        wrong + 1
      } in cluster.yaml needs a "namespace", "matchLabels" and one of ${EFFECTS.join(
        ', ',
      )}`,
    );
  // What is in an effect is not checked: a wrong number shows in the pods.
  return list as Behaviour[];
}

function readBundles(names: unknown): BundleName[] {
  const list: unknown[] = Array.isArray(names) ? names : [names];
  return list.map(name => {
    if (isBundleName(name)) return name;
    throw new Error(
      `"serves" in cluster.yaml is a list of ${BUNDLE_NAMES.join(
        ', ',
      )}; "${String(name)}" is none of them`,
    );
  });
}

/** The Kubernetes objects of one YAML file; throws with the file's name. */
function readObjects(file: string, text: string): DraftObject[] {
  return parseAllDocuments(text).map(document => {
    if ('errors' in document && document.errors.length > 0)
      throw new Error(`${file}: ${document.errors[0].message}`);
    const object: unknown = document.toJS();
    if (!isJsonObject(object) || !isJsonObject(object.metadata))
      throw new Error(`${file} has a document that is no Kubernetes object`);
    return object as DraftObject;
  });
}

function checkFiles(history: World['history'], files: readonly string[]): void {
  const applied = history.flatMap(step =>
    step.action.type === 'apply' ? step.action.files : [],
  );
  const unknown = applied.filter(file => !files.includes(file));
  if (unknown.length > 0)
    throw new Error(
      `history.yaml applies ${unknown.join(', ')}, which is not there`,
    );
  const unused = files.filter(file => !applied.includes(file));
  if (unused.length > 0)
    throw new Error(
      `${unused.join(', ')} is applied by no step of history.yaml`,
    );
}
