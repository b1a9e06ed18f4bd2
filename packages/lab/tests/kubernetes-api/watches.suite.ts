import type { OpenWatch, WatchEvent } from '../support/apiClient.ts';
import {
  aConfigMap,
  aPod,
  create,
  expectOk,
  patch,
  pathsOf,
  type SuiteContext,
} from './SuiteContext.ts';

const named = (type: string, name: string) => (event: WatchEvent) =>
  event.type === type && event.object.metadata?.name === name;

export function watchesSuite(context: SuiteContext): void {
  const paths = pathsOf(context);
  const open: OpenWatch[] = [];
  afterEach(() => {
    for (const watch of open.splice(0)) watch.close();
  });
  const watch = async (query: string, accept?: string, path?: string) => {
    const url = `${path ?? paths.configMaps()}?watch=1&${query}`;
    const opened = await context.api.watch(url, { accept });
    open.push(opened);
    return opened;
  };
  const version = async () =>
    expectOk(await context.api.request(paths.configMaps())).metadata
      .resourceVersion;
  const add = (name: string, labels: Record<string, string> = {}) =>
    create(context, paths.configMaps(), aConfigMap(name, {}, labels));
  const relabel = (name: string, labels: object) =>
    patch(context, `${paths.configMaps()}/${name}`, { metadata: { labels } });
  const remove = (name: string) =>
    context.api.request(`${paths.configMaps()}/${name}`, { method: 'DELETE' });
  const types = (opened: OpenWatch) => opened.events.map(e => e.type);

  it('tell everything that happened after a version, in order', async () => {
    const from = await version();
    await add('a');
    await relabel('a', { x: 'y' });
    const opened = await watch(`resourceVersion=${from}`);
    await remove('a');
    const last = await opened.next(named('DELETED', 'a'));
    expect(types(opened)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
    const versions = opened.events.map(e =>
      Number(e.object.metadata.resourceVersion),
    );
    expect([...versions].sort((a, b) => a - b)).toEqual(versions);
    expect(last.object).toMatchObject({
      kind: 'ConfigMap',
      metadata: { labels: { x: 'y' } },
    });
  });

  it('send the headers at once even when there is nothing to tell', async () => {
    const opened = await watch(`resourceVersion=${await version()}`);
    expect(opened.status).toBe(200);
    expect(opened.events).toEqual([]);
  });

  it.each(['', 'resourceVersion=0'])(
    'start with the present state (%s)',
    async query => {
      await add('b');
      await add('a');
      const opened = await watch(query);
      await add('c');
      await opened.next(named('ADDED', 'c'));
      const seen = opened.events.map(e => e.object.metadata.name);
      expect([...seen].sort()).toEqual(['a', 'b', 'c']);
      expect(types(opened)).toEqual(['ADDED', 'ADDED', 'ADDED']);
    },
  );

  it('keep to their namespace', async () => {
    const opened = await watch(`resourceVersion=${await version()}`);
    const elsewhere = '/api/v1/namespaces/default/configmaps';
    const name = `stray-${context.namespace}`;
    await create(context, elsewhere, aConfigMap(name));
    await add('a');
    await opened.next(named('ADDED', 'a'));
    expect(opened.events).toHaveLength(1);
    await context.api.request(`${elsewhere}/${name}`, { method: 'DELETE' });
  });

  it('with a selector, tell of a label that comes and goes', async () => {
    const from = await version();
    const opened = await watch(
      `resourceVersion=${from}&labelSelector=app%3Dweb`,
    );
    await add('a');
    await relabel('a', { app: 'web' });
    await relabel('a', { tier: 'front' });
    await relabel('a', { app: null });
    const gone = await opened.next(named('DELETED', 'a'));
    expect(types(opened)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
    // The state it was known by, with the version of the change.
    expect(gone.object.metadata.labels).toEqual({ app: 'web', tier: 'front' });
    expect(gone.object.metadata.resourceVersion).toBe(await version());
  });

  it('with a field selector, tell of one object', async () => {
    const opened = await watch('fieldSelector=metadata.name%3Da');
    await add('b');
    await add('a');
    await opened.next(named('ADDED', 'a'));
    expect(opened.events).toHaveLength(1);
  });

  it('end cleanly after timeoutSeconds', async () => {
    const opened = await watch(
      `resourceVersion=${await version()}&timeoutSeconds=1`,
    );
    expect(await opened.ended).toBe('clean');
    expect(opened.events).toEqual([]);
  });

  it('say shortly before their end how far they got', async () => {
    const opened = await watch(
      `resourceVersion=${await version()}&timeoutSeconds=8&allowWatchBookmarks=true`,
    );
    await add('a');
    expect(await opened.ended).toBe('clean');
    expect(new Set(types(opened))).toEqual(new Set(['ADDED', 'BOOKMARK']));
    const { kind, apiVersion, metadata } =
      opened.events[opened.events.length - 1].object;
    expect({ kind, apiVersion }).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
    });
    expect(Number(metadata.resourceVersion)).toBeGreaterThanOrEqual(
      Number(opened.events[0].object.metadata.resourceVersion),
    );
  }, 15_000);

  it('mark the end of the initial events for who asks for them', async () => {
    await add('a');
    const opened = await watch(
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
    );
    const mark = await opened.next(e => e.type === 'BOOKMARK');
    expect(types(opened)).toEqual(['ADDED', 'BOOKMARK']);
    expect(mark.object).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        resourceVersion: expect.stringMatching(/^\d+$/),
        annotations: { 'k8s.io/initial-events-end': 'true' },
      },
    });
  });

  it('send no initial events without saying how old they may be', async () => {
    const { status, body } = await context.api.request(
      `${paths.configMaps()}?watch=1&sendInitialEvents=true`,
    );
    expect(status).toBe(422);
    expect(body).toMatchObject({
      reason: 'Invalid',
      message:
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    });
  });

  it('answer a version that is no number with 500', async () => {
    const { status, body } = await context.api.request(
      `${paths.configMaps()}?watch=1&resourceVersion=abc`,
    );
    expect(status).toBe(500);
    expect(body).not.toHaveProperty('reason');
  });

  it('are silent about a version of the future', async () => {
    const opened = await watch('resourceVersion=99999999&timeoutSeconds=1');
    await add('a');
    expect(opened.status).toBe(200);
    expect(await opened.ended).toBe('clean');
    expect(opened.events).toEqual([]);
  });

  it('come as a table, with the columns in the first event', async () => {
    await create(context, paths.pods(), aPod('a'));
    const opened = await watch(
      '',
      'application/json;as=Table;v=v1;g=meta.k8s.io',
      paths.pods(),
    );
    await create(context, paths.pods(), aPod('b'));
    await opened.next(e => e.object.rows[0].cells[0] === 'b');
    const [first, second] = opened.events.map(e => e.object);
    expect(first.kind).toBe('Table');
    expect(first.columnDefinitions?.[0]).toMatchObject({ name: 'Name' });
    expect(second.columnDefinitions ?? null).toBeNull();
    expect(second.rows[0].object.metadata.name).toBe('b');
  });

  it('come as metadata', async () => {
    const opened = await watch(
      '',
      'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
    );
    await add('a');
    const { object } = await opened.next(named('ADDED', 'a'));
    expect(object.kind).toBe('PartialObjectMetadata');
  });
}

/** What a server answers that has forgotten; it ends watches, so it runs last. */
export function forgottenHistorySuite(context: SuiteContext): void {
  const paths = pathsOf(context);
  let old: string | undefined;
  let token: string;

  beforeAll(async () => {
    for (const name of ['a', 'b', 'c']) {
      await create(context, paths.configMaps(), aConfigMap(name));
    }
    const page = expectOk(
      await context.api.request(`${paths.configMaps()}?limit=1`),
    );
    old = page.metadata.resourceVersion;
    token = encodeURIComponent(page.metadata.continue ?? '');
    await patch(context, `${paths.configMaps()}/a`, { data: { k: 'v' } });
    await context.server.forgetHistory();
  }, 120_000);

  it('a watch gets 410 as an event and ends', async () => {
    const opened = await context.api.watch(
      `${paths.configMaps()}?watch=1&resourceVersion=${old}`,
    );
    expect(opened.status).toBe(200);
    expect(await opened.ended).toBe('clean');
    expect(opened.events).toEqual([
      {
        type: 'ERROR',
        object: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: expect.stringMatching(
            /^too old resource version: \d+ \(\d+\)$/,
          ),
          reason: 'Expired',
          code: 410,
        },
      },
    ]);
  });

  it('a list of exactly that version gets 410', async () => {
    const { status, body } = await context.api.request(
      `${paths.configMaps()}?resourceVersion=${old}&resourceVersionMatch=Exact`,
    );
    expect(status).toBe(410);
    expect(body).toMatchObject({
      reason: 'Expired',
      message: 'The resourceVersion for the provided list is too old.',
    });
  });

  it('a later page gets 410 with a token for the rest', async () => {
    const { status, body } = await context.api.request(
      `${paths.configMaps()}?limit=1&continue=${token}`,
    );
    expect(status).toBe(410);
    expect(body).toMatchObject({
      reason: 'Expired',
      message: expect.stringContaining(
        'The provided continue parameter is too old to display a consistent list result.',
      ),
    });
    const rest = encodeURIComponent(body.metadata.continue ?? '');
    const answer = await context.api.request(
      `${paths.configMaps()}?limit=1&continue=${rest}`,
    );
    expect(expectOk(answer).items.map(i => i.metadata.name)).toEqual(['b']);
  });

  it('a list of now, and a watch from it, work', async () => {
    const list = expectOk(await context.api.request(paths.configMaps()));
    expect(list.items.map(i => i.metadata.name)).toEqual(['a', 'b', 'c']);
    const opened = await context.api.watch(
      `${paths.configMaps()}?watch=1&resourceVersion=${
        list.metadata.resourceVersion
      }`,
    );
    await create(context, paths.configMaps(), aConfigMap('d'));
    await opened.next(named('ADDED', 'd'));
    opened.close();
  });
}
