import { request } from 'node:http';
import { waitUntil } from '../../../scripts/processes/waitUntil.ts';
import { CommandError } from '../src/apiserver/control/Command.ts';
import {
  startControlServer,
  type ControlServer,
} from '../src/apiserver/control/ControlServer.ts';
import { faultCommands } from '../src/apiserver/control/faultCommands.ts';
import { aConfigMap } from './kubernetes-api/SuiteContext.ts';
import { apiClient, type ApiClient } from './support/apiClient.ts';
import { PORTAL, startLabServer, type LabServer } from './support/labServer.ts';

const PODS = '/api/v1/pods';
const MAPS = '/api/v1/namespaces/default/configmaps';

describe('an API server of the lab', () => {
  let server: LabServer;
  let portal: ApiClient;
  let admin: ApiClient;

  beforeEach(async () => {
    server = await startLabServer();
    const { url, caPem, adminToken } = server;
    portal = apiClient({ url, caPem, token: PORTAL.token });
    admin = apiClient({ url, caPem, token: adminToken });
  });
  afterEach(async () => {
    portal.close();
    admin.close();
    await server.stop();
  });

  const run = (command: string, ...args: string[]) =>
    faultCommands(new Map([['one', server.apiServer]]))[command].run(args);
  const add = (name: string) => {
    const body = {
      ...aConfigMap(name),
      metadata: { name, namespace: 'default' },
    };
    server.store.create('configmaps', body, { manager: 'test' });
  };
  const watchFromNow = () =>
    portal.watch(
      `${MAPS}?watch=1&resourceVersion=${server.store.resourceVersion}`,
    );
  const isPending = (promise: Promise<unknown>) => {
    const pending = Symbol('pending');
    // A round trip that works shows that there was time enough to answer.
    return async (other: () => Promise<unknown>) => {
      await other();
      return (await Promise.race([promise, pending])) === pending;
    };
  };

  it('that hangs answers nothing, and everything once it is healed', async () => {
    const opened = await watchFromNow();
    await run('hang', 'one');
    const answer = portal.request(PODS);
    add('a');
    await waitUntil(async () => server.apiServer.counters().requests === 2, {
      what: 'the request to arrive',
      timeoutMilliseconds: 5_000,
    });
    expect(await isPending(answer)(async () => undefined)).toBe(true);
    expect(opened.events).toEqual([]);
    await run('heal', 'one');
    expect((await answer).status).toBe(200);
    await opened.next(e => e.object.metadata.name === 'a');
  });

  it('that hangs ends no watch, not even one whose time is up, until it is healed', async () => {
    const { resourceVersion } = server.store;
    const query = `watch=1&resourceVersion=${resourceVersion}&timeoutSeconds=1`;
    const hung = await portal.watch(`${MAPS}?${query}`);
    await run('hang', 'one');
    // A second server of the same clock shows when the second is over.
    const other = await startLabServer();
    const { url, caPem } = other;
    const client = apiClient({ url, caPem, token: PORTAL.token });
    const awake = await client.watch(
      `${MAPS}?watch=1&timeoutSeconds=1&resourceVersion=${other.store.resourceVersion}`,
    );
    try {
      expect(await awake.ended).toBe('clean');
      expect(await isPending(hung.ended)(async () => undefined)).toBe(true);
      add('a');
      await run('heal', 'one');
      expect(await hung.ended).toBe('clean');
      expect(hung.events.map(e => e.object.metadata.name)).toEqual(['a']);
    } finally {
      client.close();
      await other.stop();
    }
  });

  it('that refuses can be reached at the same address when healed', async () => {
    const opened = await watchFromNow();
    await run('refuse', 'one');
    expect(await opened.ended).toBe('broken');
    await expect(portal.request(PODS)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    await run('heal');
    expect((await portal.request(PODS)).status).toBe(200);
  });

  it('that garbles sends no JSON', async () => {
    await run('garble', 'one');
    const { status, text } = await portal.request(PODS);
    expect(status).toBe(200);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('that garbles breaks the next line of an open watch', async () => {
    const response = await watchFromNow();
    const lines: string[] = [];
    response.onBadLine(line => lines.push(line));
    await run('garble', 'one');
    await waitUntil(async () => lines.length > 0, {
      what: 'a garbled line',
      timeoutMilliseconds: 5_000,
    });
    expect(lines[0]).toContain('garbled');
  });

  it('that compacts breaks watches off and gives 410 to the old ones', async () => {
    const { resourceVersion } = server.store;
    const opened = await watchFromNow();
    await run('compact', 'one');
    expect(await opened.ended).toBe('broken');
    const again = await portal.watch(
      `${MAPS}?watch=1&resourceVersion=${resourceVersion}`,
    );
    expect(await again.ended).toBe('clean');
    expect(again.events[0].object).toMatchObject({ code: 410 });
  });

  it("refuses the portal's token until it is healed, and no other", async () => {
    await run('expire-token', 'one');
    expect((await portal.request(PODS)).status).toBe(401);
    expect((await admin.request(PODS)).status).toBe(200);
    await run('heal', 'one');
    expect((await portal.request(PODS)).status).toBe(200);
  });

  it.each([500, 503, 429])('answers %d to everything', async status => {
    await run('fail', 'one', String(status));
    for (const path of [PODS, '/version', '/apis']) {
      const answer = await portal.request(path);
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ kind: 'Status', code: status });
    }
  });

  it.each(['pods', 'po', 'Pod'])('forbids the portal %s', async name => {
    const opened = await portal.watch(`${PODS}?watch=1`);
    await run('forbid', 'one', name);
    expect(await opened.ended).toBe('clean');
    const answer = await portal.request(PODS);
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe(
      'pods is forbidden: User "portal" cannot list resource "pods" in API group "" at the cluster scope',
    );
    expect((await portal.request(MAPS)).status).toBe(200);
    expect((await admin.request(PODS)).status).toBe(200);
  });

  it('answers later when it is slow', async () => {
    await run('slow', 'one', '300');
    const start = performance.now();
    await portal.request(PODS);
    expect(performance.now() - start).toBeGreaterThanOrEqual(290);
  });

  it('cuts watches in the middle of a line', async () => {
    const opened = await watchFromNow();
    await run('cut-watch', 'one');
    expect(await opened.ended).toBe('broken');
    expect(opened.rest()).toBe('{"type":"MODIFIED","object":{"kind":"');
  });

  it('leaves watches half open: silent, their connection up, new ones live', async () => {
    const old = await watchFromNow();
    await run('half-open', 'one');
    const fresh = await watchFromNow();
    add('a');
    await fresh.next(e => e.object.metadata.name === 'a');
    expect(old.events).toEqual([]);
    expect(await isPending(old.ended)(() => portal.request(PODS))).toBe(true);
  });

  it('counts requests and open watches', async () => {
    const first = await watchFromNow();
    await watchFromNow();
    await portal.request(PODS);
    expect(server.apiServer.counters()).toEqual({
      requests: 3,
      requestsFor: { 'watch configmaps': 2, 'list pods': 1 },
      watches: { configmaps: 2 },
    });
    first.close();
    await waitUntil(
      async () => server.apiServer.counters().watches.configmaps === 1,
      { what: 'the watch to be gone', timeoutMilliseconds: 5_000 },
    );
  });

  it('asks admission, with and without objections', async () => {
    server.store.addAdmission(({ object }) => ({
      object: {
        ...object,
        metadata: { ...object.metadata, annotations: { seen: 'yes' } },
      },
    }));
    const answer = await admin.request(MAPS, {
      method: 'POST',
      body: aConfigMap('a'),
    });
    expect(answer.body.metadata.annotations).toEqual({ seen: 'yes' });
  });

  describe('under control', () => {
    let control: ControlServer;
    beforeEach(async () => {
      control = await startControlServer({
        commands: faultCommands(new Map([['one', server.apiServer]])),
        status: () => ({ one: server.apiServer.counters() }),
      });
    });
    afterEach(() => control.stop());

    const post = async (body: unknown) => {
      const response = await fetch(`${control.url}/v1/commands`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    };

    it('does what it is told and says so', async () => {
      expect(await post({ command: 'fail', args: ['one', '503'] })).toEqual({
        status: 200,
        body: {
          message: 'one answers 503 to every request until it is healed.',
          look: expect.stringContaining('setup page'),
          undo: ['heal', 'one'],
        },
      });
      expect((await portal.request(PODS)).status).toBe(503);
    });

    it.each([
      [
        { command: 'boom', args: [] },
        /There is no command "boom". Say one of: hang, /,
      ],
      [
        { command: 'hang', args: ['two'] },
        /There is no cluster "two". Clusters: one/,
      ],
      [{ command: 'hang', args: [] }, /Name a cluster. Clusters: one/],
      [
        { command: 'fail', args: ['one', '200'] },
        /STATUS has to be a whole number from 400 to 599, not "200"/,
      ],
      [{ command: 'slow', args: ['one'] }, /MS has to be a whole number/],
      [
        { command: 'forbid', args: ['one', 'unicorns'] },
        /There is no kind "unicorns". Say one of: pods, /,
      ],
      [
        { command: 'forbid', args: ['one', 'gateway'] },
        /fits several kinds. Say one of: gateways.networking.istio.io, gateways.gateway.networking.k8s.io/,
      ],
      ['{', /The body has to be JSON/],
      [{ args: [] }, /The body has to be JSON/],
    ])('explains %j', async (body, message) => {
      const answer = await post(body);
      expect(answer.status).toBe(400);
      expect(answer.body.error).toMatch(message);
    });

    const asPage = (headers: Record<string, string>, method: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const path = method === 'GET' ? '/v1/status' : '/v1/commands';
        const outgoing = request(`${control.url}${path}`, { method, headers });
        outgoing.on('response', answer => {
          answer.resume();
          resolve(answer.statusCode);
        });
        outgoing.on('error', reject);
        const command = { command: 'fail', args: ['one', '503'] };
        if (method === 'POST') outgoing.write(JSON.stringify(command));
        outgoing.end();
      });

    it.each([
      ['a form', { 'Content-Type': 'text/plain' }, 'POST', 415],
      ['no type', {}, 'POST', 415],
      [
        'a foreign name',
        { 'Content-Type': 'application/json', Host: 'evil.example' },
        'POST',
        403,
      ],
      ['a foreign name that reads', { Host: 'evil.example:80' }, 'GET', 403],
    ])(
      'does nothing for a web page that calls with %s',
      async (_title, headers, method, status) => {
        expect(await asPage(headers, method)).toBe(status);
        expect((await portal.request(PODS)).status).toBe(200);
      },
    );

    it.each([
      { 'Content-Type': 'application/json', Host: 'localhost:1' },
      { 'Content-Type': 'application/json; charset=utf-8', Host: '[::1]' },
    ])('does what a program of this machine says: %j', async headers => {
      expect(await asPage(headers, 'POST')).toBe(200);
      expect((await portal.request(PODS)).status).toBe(503);
    });

    it('tells how things stand', async () => {
      await portal.request(PODS);
      const response = await fetch(`${control.url}/v1/status`);
      expect(await response.json()).toEqual({
        one: { requests: 1, requestsFor: { 'list pods': 1 }, watches: {} },
      });
    });
  });

  it('explains bad input to those who call it directly, too', async () => {
    await expect(run('hang', 'two')).rejects.toThrow(CommandError);
  });
});
