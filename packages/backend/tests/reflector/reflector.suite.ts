import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import type { WatchedKind } from '@meshport/plugin-mesh-node';
import { DEFAULT_TIMING } from '../../../../plugins/mesh-backend/src/io/kube/timing';
import { KubernetesProxyTransport } from '../../../../plugins/mesh-backend/src/io/kube/KubernetesProxyTransport';
import { write, type ApiServerUnderTest } from './ApiServerUnderTest';
import {
  startKubernetesPlugin,
  type KubernetesPlugin,
} from './KubernetesPlugin';
import {
  clusterDetails,
  eventually,
  FAST,
  identity,
  RunningSource,
  servicesOf,
} from './RunningSource';
import {
  configMaps,
  quietServices,
  secrets,
  watchedKinds,
  widgets,
  type SeenObject,
} from './watchedKinds';

const CLUSTER = 'one';
const NAMESPACE = 'reflected';
const MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
/** More than two pages. */
const INITIAL = 230;

export interface ReflectorSuiteOptions {
  /** Of the server, in titles. */
  name: string;
  startServer: () => Promise<ApiServerUnderTest>;
  /** The server has `forget`. */
  canForget: boolean;
  /** Whether the Kubernetes plugin has our module, without which its proxy holds answers back. */
  withProxyModule: boolean;
}

/**
 * What the watches of clusters promise, held against one API server through a real
 * Kubernetes plugin backend. The cases share one running source, which must have seen
 * everything at the end.
 */
export function reflectorSuite({
  name,
  startServer,
  ...options
}: ReflectorSuiteOptions): void {
  const { withProxyModule } = options;
  const variant = withProxyModule ? 'with' : 'without';
  describe(`Clusters watched on ${name}, ${variant} our proxy module`, () => {
    let server: ApiServerUnderTest;

    beforeAll(async () => {
      server = await startServer();
      await write(server, 'POST', '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: NAMESPACE },
      });
      for (let index = 0; index < INITIAL; index++) {
        await createMap(server, `initial-${index}`);
      }
    }, 180_000);

    afterAll(() => server?.stop(), 60_000);

    cases(() => server, options);
  });
}

const configMap = (name: string, data: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE },
  data,
});

function createMap(server: ApiServerUnderTest, name: string): Promise<void> {
  return write(server, 'POST', MAPS, configMap(name));
}

async function fullList(
  server: ApiServerUnderTest,
  kind: WatchedKind,
): Promise<string[]> {
  const { group, plural, only } = kind;
  const root = group ? `/apis/${group}/v1` : '/api/v1';
  const selector = only?.labelSelector
    ? `?labelSelector=${encodeURIComponent(only.labelSelector)}`
    : '';
  const { body } = await server.request(`${root}/${plural}${selector}`);
  return (body as { items: SeenObject[] }).items.map(identity).sort();
}

function cases(
  serverOf: () => ApiServerUnderTest,
  {
    withProxyModule,
    canForget,
  }: Pick<ReflectorSuiteOptions, 'withProxyModule' | 'canForget'>,
) {
  let server: ApiServerUnderTest;
  let plugin: KubernetesPlugin;
  let running: RunningSource;
  let startedAt: number;

  const supplied = (extra?: { title?: string }): ClusterDetails =>
    clusterDetails(CLUSTER, server.access(), extra);
  const reachability = () => running.cluster(CLUSTER)?.reachability();
  const status = (kind: WatchedKind) => running.state(CLUSTER, kind)?.status;
  const isLive = () =>
    reachability()?.status === 'live' && status(configMaps) === 'live';
  const hasMap = (name: string) =>
    running
      .seen(CLUSTER, configMaps)
      .some(seen => seen.startsWith(`${NAMESPACE}/${name}@`));
  const sees = (name: string) => eventually(`${name} seen`, () => hasMap(name));
  const seesEverything = (kind: WatchedKind) =>
    eventually(`${kind.plural} equal to a full list`, async () => {
      const expected = JSON.stringify(await fullList(server, kind));
      return JSON.stringify(running.seen(CLUSTER, kind)) === expected;
    });
  const listsOf = (plural: string) =>
    running.paths.filter(
      path => path.includes(`/${plural}?`) && !path.includes('watch=true'),
    );

  beforeAll(async () => {
    server = serverOf();
    plugin = await startKubernetesPlugin({ withProxyModule });
    await plugin.supply([supplied()]);
    startedAt = Date.now();
    running = new RunningSource(plugin, FAST);
  }, 60_000);

  afterAll(async () => {
    await running?.stop();
    await plugin?.stop();
  }, 60_000);

  it('takes a kind on which nothing happens as live at once', async () => {
    await eventually('live', () => status(quietServices) === 'live');
    // Far below the minute for which the proxy holds the answer to a quiet watch back.
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    expect(running.state(CLUSTER, quietServices)?.items).toEqual([]);
  });

  it('lists more objects than fit into a page, page by page', async () => {
    await seesEverything(configMaps);
    expect(running.seen(CLUSTER, configMaps).length).toBeGreaterThan(200);
    const pages = listsOf('configmaps');
    expect(pages.length).toBeGreaterThanOrEqual(3);
    expect(pages.filter(path => path.includes('continue='))).not.toEqual([]);
  });

  it('sees objects come, change and go', async () => {
    const lists = listsOf('configmaps').length;
    await createMap(server, 'comes');
    await sees('comes');
    const before = running.seen(CLUSTER, configMaps);
    const changed = configMap('comes', { a: '1' });
    await write(server, 'PUT', `${MAPS}/comes`, changed);
    await eventually(
      'a new resourceVersion',
      () => !running.seen(CLUSTER, configMaps).every(o => before.includes(o)),
    );
    await write(server, 'DELETE', `${MAPS}/comes`);
    await eventually('the object gone', () => !hasMap('comes'));
    expect(listsOf('configmaps')).toHaveLength(lists);
  });

  it('lists again when the server has forgotten what changed, and drops what is gone', async () => {
    await createMap(server, 'is-gone');
    await sees('is-gone');
    const lists = listsOf('configmaps').length;
    await server.forgetAfter(async () => {
      await write(server, 'DELETE', `${MAPS}/is-gone`);
      await createMap(server, 'is-new');
    });
    await sees('is-new');
    await eventually('the object gone', () => !hasMap('is-gone'));
    await eventually('live', isLive);
    expect(listsOf('configmaps').length).toBeGreaterThan(lists);
  });

  if (canForget) {
    it('begins a list anew that the server forgets between two pages', async () => {
      const pages: string[] = [];
      const isPage = (path: string) =>
        path.includes('/configmaps?') && !path.includes('watch=true');
      const paged = new RunningSource(plugin, FAST, async path => {
        if (!isPage(path)) return;
        pages.push(path);
        if (pages.length !== 2) return;
        await createMap(server, 'between-pages');
        await server.forget?.();
      });
      try {
        await eventually(
          'live',
          () => paged.state(CLUSTER, configMaps)?.status === 'live',
        );
        expect(pages[1]).toContain('continue=');
        expect(pages[2]).not.toContain('continue=');
        expect(paged.seen(CLUSTER, configMaps)).toEqual(
          await fullList(server, configMaps),
        );
      } finally {
        await paged.stop();
      }
      // The other source lost its watches with the server's memory, and may take longer.
      await sees('between-pages');
    });
  }

  it('notices within 20 s that the server was killed, and resumes when it is back', async () => {
    const slow = new RunningSource(plugin, DEFAULT_TIMING);
    const slowStatus = () => slow.cluster(CLUSTER)?.reachability().status;
    try {
      await eventually('live', () => slowStatus() === 'live' && isLive());
      const objects = running.seen(CLUSTER, configMaps);
      const killedAt = Date.now();
      await server.kill();
      await eventually('unreachable', () => slowStatus() === 'unreachable');
      expect(Date.now() - killedAt).toBeLessThan(20_000);
      await eventually(
        'unreachable and stale',
        () =>
          reachability()?.status === 'unreachable' &&
          status(configMaps) === 'stale',
      );
      expect(reachability()?.reason?.id).toMatch(/^source\./);
      expect(reachability()?.observedAt).toMatch(/^\d{4}-/);
      expect(running.seen(CLUSTER, configMaps)).toEqual(objects);
      await server.restart();
      await createMap(server, 'after-restart');
      await sees('after-restart');
      await eventually('live', isLive);
      await eventually('live again', () => slowStatus() === 'live');
    } finally {
      await slow.stop();
    }
  }, 90_000);

  it('notices a server that hangs, keeps what it knows, and resumes', async () => {
    const objects = running.seen(CLUSTER, configMaps);
    await server.hang();
    await eventually(
      'unreachable',
      () => reachability()?.status === 'unreachable',
    );
    expect(reachability()?.reason?.id).toBe('source.hung');
    expect(running.seen(CLUSTER, configMaps)).toEqual(objects);
    await server.heal();
    await eventually('live', isLive);
    await createMap(server, 'after-hang');
    await sees('after-hang');
  });

  it('gives up connections on which nothing comes any more, while new ones work', async () => {
    await eventually('live', isLive);
    await server.halfOpen();
    await createMap(server, 'half-open');
    await sees('half-open');
    expect(reachability()?.status).toBe('live');
  });

  it('names the RBAC rule that is missing for a kind, and recovers when it is there', async () => {
    await eventually('live', () => status(secrets) === 'live');
    await server.forbidSecrets();
    await eventually('forbidden', () => status(secrets) === 'forbidden');
    expect(running.state(CLUSTER, secrets)?.reason).toMatchObject({
      id: 'part.missing-rule',
      params: { plural: 'secrets', group: '' },
    });
    await eventually('the others live', isLive);
    await server.heal();
    await eventually('live', () => status(secrets) === 'live');
  });

  it('finds a kind that is served later, and loses it again', async () => {
    await eventually('absent', () => status(widgets) === 'absent');
    await server.addWidgets();
    await eventually('live', () => status(widgets) === 'live');
    await write(
      server,
      'POST',
      '/apis/example.com/v1/namespaces/default/widgets',
      {
        apiVersion: 'example.com/v1',
        kind: 'Widget',
        metadata: { name: 'late' },
      },
    );
    await eventually(
      'a widget seen',
      () => running.seen(CLUSTER, widgets).length === 1,
    );
    await seesEverything(widgets);
    await server.removeWidgets();
    await eventually('absent', () => status(widgets) === 'absent');
    expect(running.seen(CLUSTER, widgets)).toEqual([]);
  });

  it('outlives a server that answers 500', async () => {
    const objects = running.seen(CLUSTER, configMaps);
    await server.fail(500);
    await eventually('not live', () => reachability()?.status !== 'live');
    expect(reachability()?.reason).toMatchObject({
      id: 'source.failing',
      params: { httpStatus: 500 },
    });
    expect(running.seen(CLUSTER, configMaps)).toEqual(objects);
    await server.heal();
    await createMap(server, 'after-500');
    await sees('after-500');
    await eventually('live', isLive);
  });

  it('outlives a server that sends garbage, also in the middle of a watch', async () => {
    const objects = running.seen(CLUSTER, configMaps);
    await server.garble();
    await eventually('not live', () => reachability()?.status !== 'live');
    expect(reachability()?.reason?.id).toBe('source.garbage');
    expect(running.seen(CLUSTER, configMaps)).toEqual(objects);
    await server.heal();
    await createMap(server, 'after-garbage');
    await sees('after-garbage');
    await eventually('live', isLive);
  });

  it('goes on after watches that broke off in the middle of a line', async () => {
    await eventually('live', isLive);
    await server.cutWatches();
    await createMap(server, 'after-cut');
    await sees('after-cut');
    await eventually('live', isLive);
    expect(reachability()?.status).toBe('live');
  });

  it('says that its token is refused, and goes on with a new one', async () => {
    const objects = running.seen(CLUSTER, configMaps);
    await server.refuseToken();
    await eventually('forbidden', () => reachability()?.status === 'forbidden');
    expect(reachability()?.reason?.id).toBe('source.token-refused');
    expect(running.seen(CLUSTER, configMaps)).toEqual(objects);
    await server.heal();
    await plugin.supply([supplied()]);
    await createMap(server, 'after-renewal');
    await sees('after-renewal');
    await eventually('live', isLive);
  });

  if (withProxyModule) {
    it('leaves no watch at the server behind after 100 aborts', async () => {
      await eventually('live', isLive);
      const transport = new KubernetesProxyTransport(servicesOf(plugin));
      const baseline = await server.openWatches();
      const end = new AbortController();
      const path = '/api/v1/configmaps?watch=true&resourceVersion=0';
      const readOn = async () => {
        const { signal } = end;
        const { body } = await transport.request(CLUSTER, path, { signal });
        for await (const _ of body) if (signal.aborted) return;
      };
      const watches = Array.from({ length: 100 }, () =>
        // Rejects with the abort below.
        readOn().catch(error => error),
      );
      await eventually(
        '100 more watches',
        async () => (await server.openWatches()) >= baseline + 100,
      );
      end.abort();
      await Promise.all(watches);
      await eventually(
        'no more watches than before',
        async () => (await server.openWatches()) <= baseline,
      );
      expect(await server.openWatches()).toBeLessThanOrEqual(baseline);
    });
  }

  it('follows the list of clusters', async () => {
    const two = () => clusterDetails('two', server.access(), { title: 'Two' });
    const oidc = clusterDetails('three', server.access(), {
      authProvider: 'oidc',
    });
    const names = () => running.source.clusters().map(c => c.name);
    await plugin.supply([supplied({ title: 'One' }), two(), oidc]);
    await eventually('three clusters', () => names().length === 3);
    await eventually(
      'the second live',
      () => running.state('two', configMaps)?.status === 'live',
    );
    expect(running.seen('two', configMaps)).toEqual(
      running.seen(CLUSTER, configMaps),
    );
    expect(running.cluster('two')?.title).toBe('Two');
    expect(running.cluster('three')?.reachability()).toMatchObject({
      status: 'unsupported',
      reason: {
        id: 'source.unsupported-credentials',
        params: { provider: 'oidc' },
      },
    });
    await eventually(
      'the new title',
      () => running.cluster(CLUSTER)?.title === 'One',
    );

    const asked = running.listFailures();
    await plugin.supply(undefined);
    await eventually('a failed list', () => running.listFailures() > asked);
    expect(names()).toEqual([CLUSTER, 'two', 'three']);

    await plugin.supply([supplied()]);
    await eventually('one cluster', () => names().length === 1);
    await eventually('live', isLive);
  });

  it('has missed nothing and kept nothing that is gone', async () => {
    await eventually('all kinds settled', () =>
      watchedKinds.every(
        kind => status(kind) === (kind === widgets ? 'absent' : 'live'),
      ),
    );
    await seesEverything(configMaps);
    await seesEverything(secrets);
    await seesEverything(quietServices);
    expect(running.seen(CLUSTER, widgets)).toEqual([]);
  });
}
