import {
  isJsonObject,
  type DraftObject,
  type KubeObject,
} from '../apiserver/KubeObject.ts';
import type { Condition } from '../controllers/objects.ts';
import { aNamespace, aWorld, TEST_NOW } from '../testing/clusters.ts';
import { buildCluster } from '../world/buildFleet.ts';
import { GitSource } from './GitSource.ts';
import { FLEET_URL, REQUESTED_AT } from './running.ts';

const FLUX = 'flux-system';
const KUSTOMIZATIONS = 'kustomizations.kustomize.toolkit.fluxcd.io';
const RELEASES = 'helmreleases.helm.toolkit.fluxcd.io';

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
const settings = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\ndata: ${data}\n`;

function aController(name: string): DraftObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: FLUX },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [{ name: 'manager', image: 'example.test/flux:1' }],
        },
      },
    },
  };
}

function aKustomization(spec: Record<string, unknown> = {}): DraftObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'shop', namespace: FLUX },
    spec: {
      path: './shop',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
      ...spec,
    },
  };
}

function aService(annotations: Record<string, string>): DraftObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'store',
      namespace: 'default',
      annotations,
      labels: {
        'helm.toolkit.fluxcd.io/name': 'store',
        'helm.toolkit.fluxcd.io/namespace': 'default',
      },
    },
    spec: { ports: [{ port: 9000 }] },
  };
}

function aRelease(spec: Record<string, unknown>): DraftObject {
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'store', namespace: 'default' },
    spec: { chart: { spec: { chart: 'store', version: '1.2.3' } }, ...spec },
  };
}

/** A cluster with Flux, which has seen one commit. */
function aFluxCluster(
  files: Record<string, string>,
  objects: readonly DraftObject[] = [aKustomization()],
) {
  const git = new GitSource(FLEET_URL);
  const repository = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'fleet', namespace: FLUX },
    spec: { url: FLEET_URL, ref: { branch: 'main' } },
  };
  const controllers = ['source', 'kustomize', 'helm'].map(name =>
    aController(`${name}-controller`),
  );
  const world = aWorld(
    [aNamespace(FLUX), ...controllers, repository, ...objects],
    { serves: ['flux'] },
  );
  const cluster = buildCluster(world, {
    now: TEST_NOW,
    certificate: 'PEM',
    git,
  });
  const { store, timeline } = cluster;
  let commits = 0;
  const push = (next: Record<string, string>) => {
    commits += 1;
    const revision = `main@sha1:${String(commits).repeat(40)}`;
    git.set({ revision, files: new Map(Object.entries(next)) });
    timeline.runFor(1_000);
    return revision;
  };
  const get = (resource: string, name: string, home?: string) =>
    store.get({ resource, name, namespace: home });
  const kustomization = () => get(KUSTOMIZATIONS, 'shop', FLUX);
  const first = push(files);
  return { store, timeline, git, push, get, kustomization, first };
}

function condition(object: KubeObject | undefined, type: string) {
  const { conditions } = isJsonObject(object?.status) ? object.status : {};
  const all = Array.isArray(conditions) ? (conditions as Condition[]) : [];
  const { status, reason, message } = all.find(c => c.type === type) ?? {};
  return status && `${status} ${reason}: ${message}`;
}

describe('a Kustomization', () => {
  const files = {
    'shop/namespace.yaml': namespace,
    'shop/a.yaml': settings('{ x: "1" }'),
  };

  it('applies its directory under its own labels and says so', () => {
    const { get, kustomization, first } = aFluxCluster(files);
    const map = get('configmaps', 'settings', 'shop');
    expect(map).toMatchObject({
      data: { x: '1' },
      metadata: {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'shop',
          'kustomize.toolkit.fluxcd.io/namespace': FLUX,
        },
        managedFields: [
          { manager: 'kustomize-controller', operation: 'Apply' },
        ],
      },
    });
    expect(condition(kustomization(), 'Ready')).toBe(
      `True ReconciliationSucceeded: Applied revision: ${first}`,
    );
    expect(kustomization()?.status).toMatchObject({
      lastAppliedRevision: first,
      inventory: {
        entries: [
          { id: '_shop__Namespace', v: 'v1' },
          { id: 'shop_settings__ConfigMap', v: 'v1' },
        ],
      },
      history: [{ metadata: { revision: first } }],
    });
  });

  it('follows the repository: changes, and removes what has left it', () => {
    const { push, get, kustomization } = aFluxCluster(files);
    const second = push({ ...files, 'shop/a.yaml': settings('{ y: "2" }') });
    expect(get('configmaps', 'settings', 'shop')?.data).toEqual({ y: '2' });
    push({ 'shop/namespace.yaml': namespace });
    expect(get('configmaps', 'settings', 'shop')).toBeUndefined();
    const { history } = kustomization()?.status as { history: unknown[] };
    expect(history).toHaveLength(3);
    expect(history[1]).toMatchObject({ metadata: { revision: second } });
  });

  it('leaves alone what it is told to keep, or not to prune at all', () => {
    const kept = `${settings('{}').replace(
      'namespace: shop }',
      'namespace: shop, annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }',
    )}`;
    const one = aFluxCluster({ ...files, 'shop/a.yaml': kept });
    one.push({ 'shop/namespace.yaml': namespace });
    expect(one.get('configmaps', 'settings', 'shop')).toBeDefined();
    const never = aFluxCluster(files, [aKustomization({ prune: false })]);
    never.push({ 'shop/namespace.yaml': namespace });
    expect(never.get('configmaps', 'settings', 'shop')).toBeDefined();
  });

  it('takes back what others changed in its fields, and nothing else', () => {
    const { store, timeline, get } = aFluxCluster(files);
    const ref = { resource: 'configmaps', namespace: 'shop', name: 'settings' };
    const body = {
      data: { x: '9', z: '9' },
      metadata: { labels: { by: 'hand' } },
    };
    store.patch(ref, { type: 'merge', body }, { manager: 'somebody' });
    timeline.runFor(10_500);
    const after = get('configmaps', 'settings', 'shop');
    expect(after?.data).toEqual({ x: '1', z: '9' });
    expect(after?.metadata.labels).toMatchObject({ by: 'hand' });
  });

  it('does nothing while it is suspended, or while Flux does not run', () => {
    const { store, timeline, push, get } = aFluxCluster(files);
    const ref = { resource: KUSTOMIZATIONS, namespace: FLUX, name: 'shop' };
    const suspend = (on: boolean) =>
      store.patch(
        ref,
        { type: 'merge', body: { spec: { suspend: on } } },
        { manager: 'flux' },
      );
    suspend(true);
    push({ ...files, 'shop/a.yaml': settings('{ x: "2" }') });
    expect(get('configmaps', 'settings', 'shop')?.data).toEqual({ x: '1' });
    const deployment = {
      resource: 'deployments.apps',
      namespace: FLUX,
      name: 'kustomize-controller',
    };
    const scale = (replicas: number) =>
      store.patch(
        deployment,
        { type: 'merge', body: { spec: { replicas } } },
        { manager: 'kubectl' },
      );
    scale(0);
    timeline.runFor(60_000);
    suspend(false);
    timeline.runFor(1_000);
    expect(get('configmaps', 'settings', 'shop')?.data).toEqual({ x: '1' });
    scale(1);
    timeline.runFor(60_000);
    expect(get('configmaps', 'settings', 'shop')?.data).toEqual({ x: '2' });
  });

  it.each<{ what: string; next: Record<string, string>; ready: RegExp }>([
    {
      what: 'a path that is not there',
      next: { 'other/a.yaml': namespace },
      ready: /^False ArtifactFailed: kustomization path not found/,
    },
    {
      what: 'a file that is no YAML',
      next: { ...files, 'shop/b.yaml': 'kind: [' },
      ready: /^False BuildFailed: kustomize build failed: MalformedYAML/,
    },
    {
      what: 'a kind that the cluster does not serve',
      next: {
        ...files,
        'shop/b.yaml':
          'apiVersion: a.test/v1\nkind: Door\nmetadata: { name: a }\n',
      },
      ready: /^False ReconciliationFailed: Door\/a dry-run failed: no matches/,
    },
    {
      what: 'an object that is not valid',
      next: {
        ...files,
        'shop/b.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: Bad_, namespace: shop }\n`,
      },
      ready:
        /^False ReconciliationFailed: ConfigMap\/shop\/Bad_ dry-run failed \(Invalid\): /,
    },
  ])('says that it failed with $what, and mends itself', ({ next, ready }) => {
    const { push, kustomization, get, first } = aFluxCluster(files);
    push(next);
    expect(condition(kustomization(), 'Ready')).toMatch(ready);
    expect(condition(kustomization(), 'Reconciling')).toMatch(
      /^True ProgressingWithRetry/,
    );
    expect(kustomization()?.status).toMatchObject({
      observedGeneration: -1,
      lastAppliedRevision: first,
    });
    expect(get('configmaps', 'settings', 'shop')).toBeDefined();
    push(files);
    expect(condition(kustomization(), 'Ready')).toMatch(/^True/);
    expect(condition(kustomization(), 'Reconciling')).toBeUndefined();
  });

  it('answers who asks for a reconciliation', () => {
    const { store, timeline, kustomization } = aFluxCluster(files);
    const ref = { resource: KUSTOMIZATIONS, namespace: FLUX, name: 'shop' };
    const annotations = { [REQUESTED_AT]: 'now' };
    const body = { metadata: { annotations } };
    store.patch(ref, { type: 'merge', body }, { manager: 'flux' });
    timeline.runFor(1_000);
    expect(kustomization()?.status).toMatchObject({
      lastHandledReconcileAt: 'now',
    });
  });
});

describe('a GitRepository', () => {
  it('says why it cannot be fetched, keeps what it has, and goes on later', () => {
    const { git, timeline, get, first } = aFluxCluster({
      'shop/namespace.yaml': namespace,
    });
    const resource = 'gitrepositories.source.toolkit.fluxcd.io';
    const repository = () => get(resource, 'fleet', FLUX);
    git.fail('connection refused');
    timeline.runFor(1_000);
    expect(condition(repository(), 'Ready')).toContain(
      `False GitOperationFailed: failed to checkout and determine revision: unable to clone '${FLEET_URL}': connection refused`,
    );
    expect(condition(repository(), 'FetchFailed')).toMatch(/^True/);
    expect(repository()?.status).toMatchObject({
      artifact: { revision: first },
    });
    git.fail(undefined);
    timeline.runFor(1_000);
    expect(condition(repository(), 'Ready')).toBe(
      `True Succeeded: stored artifact for revision '${first}'`,
    );
    expect(condition(repository(), 'FetchFailed')).toBeUndefined();
  });
});

describe('a HelmRelease', () => {
  const patchOf = (annotation: string) => ({
    kustomize: {
      patches: [
        {
          target: { kind: 'Service', name: 'store' },
          patch: `- { op: add, path: /metadata/annotations/x, value: "${annotation}" }`,
        },
      ],
    },
  });
  const values = { service: { annotations: { a: '1' } } };
  const start = (spec: Record<string, unknown>) => {
    const cluster = aFluxCluster({}, [
      aService({ a: '1', own: 'yes' }),
      aRelease(spec),
    ]);
    const ref = { resource: RELEASES, namespace: 'default', name: 'store' };
    const change = (next: Record<string, unknown>) => {
      const body = { spec: next };
      cluster.store.patch(ref, { type: 'merge', body }, { manager: 'test' });
      cluster.timeline.runFor(1_000);
    };
    const annotations = () =>
      cluster.get('services', 'store', 'default')?.metadata.annotations;
    const release = () => cluster.store.get(ref);
    return { ...cluster, change, annotations, release };
  };

  it('changes nothing of what it has installed', () => {
    const { annotations, release } = start({ values });
    expect(annotations()).toEqual({ a: '1', own: 'yes' });
    expect(condition(release(), 'Ready')).toBe(
      'True InstallSucceeded: Helm install succeeded for release default/store.v1 with chart store@1.2.3',
    );
  });

  it('is upgraded by values and by patches, which can be taken back', () => {
    const { change, annotations, release } = start({ values });
    change({ values: { service: { annotations: { a: null, b: '2' } } } });
    expect(annotations()).toEqual({ b: '2', own: 'yes' });
    change({ postRenderers: [patchOf('p')] });
    expect(annotations()).toEqual({ b: '2', own: 'yes', x: 'p' });
    expect(condition(release(), 'Ready')).toContain('store.v3');
    change({ postRenderers: null });
    expect(annotations()).toEqual({ b: '2', own: 'yes' });
  });

  it('leaves alone what others wrote', () => {
    const { store, change, annotations } = start({ values });
    const ref = { resource: 'services', namespace: 'default', name: 'store' };
    const body = { metadata: { annotations: { hand: 'made' } } };
    store.patch(ref, { type: 'merge', body }, { manager: 'somebody' });
    change({ values: { service: { annotations: { b: '2' } } } });
    expect(annotations()).toMatchObject({ b: '2', hand: 'made' });
  });

  it('says when a patch fits nothing, and keeps the release', () => {
    const { change, annotations, release } = start({ values });
    const patch = 'kind: Service\nmetadata: { name: gone }\n';
    change({ postRenderers: [{ kustomize: { patches: [{ patch }] } }] });
    expect(condition(release(), 'Ready')).toContain(
      'False UpgradeFailed: Helm upgrade failed for release default/store with chart store@1.2.3',
    );
    expect(annotations()).toEqual({ a: '1', own: 'yes' });
  });
});
