import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from './root';

const LAB = join(ROOT, 'packages', 'lab');

/** Names that belong to Kubernetes, a mesh or what comes with a cluster: every installation has them. */
const EVERYWHERE = [
  /^(default|kubernetes|kube-.*|coredns|metrics-server|cert-manager.*)$/,
  /^(calico-.*|cilium.*|hubble.*|clustermesh-.*|weave-.*)$/,
  /^(istiod?|ztunnel(-.*)?|istio-.*|cross-network-gateway|waypoint)$/,
  /^(linkerd(-.*)?|consul(-.*)?|mesh-gateway|service-mirror-.*)$/,
  // The components of linkerd-viz and of linkerd-multicluster.
  /^(metrics-api|tap|tap-injector|web|prometheus|probe-gateway-.*)$/,
  /^(local-service-mirror|controller-.*)$/,
  /^(flux-system|(helm|kustomize|notification|source)-controller)$/,
  // An API group is called so, and istiod's container.
  /^discovery$/,
];

/** The portal's policy names it, as an adopter's would; not to be taken for something of `platform`. */
const KEPT = { 'platform-team': 'platform-team' };

const NAMED_KINDS = [
  ...['Namespace', 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job'],
  ...['Service', 'Component', 'Resource', 'API', 'System', 'Domain'],
  ...['Group', 'User'],
];

interface Named {
  kind?: string;
  metadata: { name: string; labels?: Record<string, string> };
}

function objectsIn(directory: string): Named[] {
  return readdirSync(directory, { encoding: 'utf8', recursive: true })
    .filter(file => file.endsWith('.yaml'))
    .map(file => readFileSync(join(directory, file), 'utf8'))
    .flatMap(text => parseAllDocuments(text))
    .map(document => document.toJS() as unknown)
    .flatMap(content => (Array.isArray(content) ? content : [content]))
    .filter(content => Boolean((content as Named | null)?.metadata?.name));
}

/** What the lab's authors chose: clusters, namespaces, workloads, services, revisions, tags and entities. */
function namesOfTheWorld(): string[] {
  const world = join(LAB, 'world');
  const clusters = readdirSync(world).filter(name =>
    statSync(join(world, name)).isDirectory(),
  );
  const objects = [
    ...clusters.map(cluster => join(world, cluster)),
    join(LAB, 'fleet'),
    join(LAB, 'catalog'),
  ]
    .flatMap(objectsIn)
    .filter(({ kind = '' }) => NAMED_KINDS.includes(kind));
  const revisions = objects.flatMap(({ metadata: { labels } }) => [
    labels?.['istio.io/rev'] ?? 'default',
    labels?.['istio.io/tag'] ?? 'default',
  ]);
  const names = objects
    .map(({ metadata }) => metadata.name)
    // `istiod-canary` is Istio's name and a revision, which is in the list.
    .map(name => name.replace(/^istiod(-revision-tag)?-/, ''));
  return [...new Set([...clusters, ...names, ...revisions])]
    .filter(name => !EVERYWHERE.some(pattern => pattern.test(name)))
    .sort();
}

/** Backwards: nothing is called so, and nothing is in the same place of the alphabet. */
function newName(name: string): string {
  const backwards = [...name].reverse().join('');
  return /^[a-z]/.test(backwards) ? backwards : `x${backwards}`;
}

/** New names by old ones, for everything that somebody named. */
export function newNames(): Readonly<Record<string, string>> {
  const names = namesOfTheWorld().map(name => [name, newName(name)]);
  return { ...Object.fromEntries(names), ...KEPT };
}

/** Finds the names as the lab does: whole words, hyphens and dots separate them, longer ones win. */
export function wordsOf(names: readonly string[]): RegExp {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const words = longestFirst.map(name => name.replace(/\./g, '\\.')).join('|');
  return new RegExp(`(?<![A-Za-z0-9])(?:${words})(?![A-Za-z0-9])`, 'g');
}

/** Turns old names in a text into new ones. */
export function renamer(
  names: Readonly<Record<string, string>>,
): (text: string) => string {
  const words = wordsOf(Object.keys(names));
  return text => text.replace(words, word => names[word]);
}
