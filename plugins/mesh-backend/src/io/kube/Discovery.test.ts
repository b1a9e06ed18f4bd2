import { FakeClock } from '../FakeClock';
import { Discovery, DiscoveryRefusedError } from './Discovery';
import { KubernetesApi } from './KubernetesApi';
import { GarbageError, HttpStatusError } from './requestErrors';
import { DEFAULT_TIMING } from './timing';
import {
  aDiscovery,
  aStatus,
  FakeTransport,
  type AnswerTo,
} from './testing/FakeTransport';
import { aKind } from './testing/kinds';

const pods = aKind('pods');
const gateways = aKind('gateways', {
  group: 'gateway.networking.k8s.io',
  versions: ['v1', 'v1beta1'],
});

function aDiscoverer(answer: AnswerTo) {
  const clock = new FakeClock();
  const transport = new FakeTransport(answer);
  const api = new KubernetesApi({ cluster: 'one', transport, clock });
  const timing = DEFAULT_TIMING;
  const discovery = new Discovery({ api, clock, random: () => 0, timing });
  const { signal } = new AbortController();
  return {
    clock,
    transport,
    discovery,
    versionOf: (kind = pods) => discovery.versionOf(kind, signal),
  };
}

const serving =
  (...served: string[]): AnswerTo =>
  path =>
    aDiscovery(path, served);

/** As servers before aggregated discovery answer. */
const oldServer: AnswerTo = path => {
  if (path === '/api')
    return { json: { kind: 'APIVersions', versions: ['v1'] } };
  if (path === '/apis') {
    const group = (name: string, ...versions: string[]) => ({
      name,
      versions: versions.map(version => ({ version })),
    });
    return {
      json: {
        kind: 'APIGroupList',
        groups: [
          group('gateway.networking.k8s.io', 'v1', 'v1beta1'),
          group('apps', 'v1'),
        ],
      },
    };
  }
  const names: Record<string, string[]> = {
    '/api/v1': ['pods', 'pods/status'],
    '/apis/gateway.networking.k8s.io/v1': ['httproutes'],
    '/apis/gateway.networking.k8s.io/v1beta1': ['gateways'],
  };
  const resources = names[path]?.map(name => ({ name }));
  return resources ? { json: { resources } } : aStatus(404);
};

describe('Discovery', () => {
  it('prefers the first version that serves the kind', async () => {
    const group = 'gateway.networking.k8s.io';
    const both = aDiscoverer(
      serving(`${group}/v1beta1/gateways`, `${group}/v1/gateways`),
    );
    expect(await both.versionOf(gateways)).toBe('v1');
    const older = aDiscoverer(
      serving(`${group}/v1beta1/gateways`, `${group}/v1/httproutes`),
    );
    expect(await older.versionOf(gateways)).toBe('v1beta1');
  });

  it('finds kinds of the core group, which has no name', async () => {
    const { versionOf } = aDiscoverer(serving('/v1/pods'));
    expect(await versionOf()).toBe('v1');
  });

  it('finds nothing where the group, the version or the kind is missing', async () => {
    const { versionOf } = aDiscoverer(
      serving('/v2/pods', 'other.io/v1/gateways'),
    );
    expect(await versionOf()).toBeUndefined();
    expect(await versionOf(gateways)).toBeUndefined();
  });

  it('asks twice for any number of kinds, and not again for half a minute', async () => {
    const { clock, transport, versionOf } = aDiscoverer(serving('/v1/pods'));
    await Promise.all(Array.from({ length: 30 }, () => versionOf()));
    await clock.advance(29_000);
    await versionOf(gateways);
    expect(transport.paths()).toEqual(['/api', '/apis']);
  });

  it('sees what is served since a minute ago', async () => {
    const { clock, transport, versionOf } = aDiscoverer(serving());
    expect(await versionOf()).toBeUndefined();
    transport.answer = serving('/v1/pods');
    await clock.advance(60_000);
    expect(await versionOf()).toBe('v1');
  });

  it('asks again at once where a kind turned out not to be served', async () => {
    const { clock, transport, discovery, versionOf } = aDiscoverer(
      serving('/v1/pods'),
    );
    await versionOf();
    await clock.advance(5_000);
    transport.answer = serving();
    discovery.forget();
    expect(await versionOf()).toBeUndefined();
    // Many kinds may find that out at the same time.
    discovery.forget();
    await versionOf();
    expect(transport.requests).toHaveLength(4);
  });

  it('reads servers without aggregated discovery, only the groups it needs, once', async () => {
    const { transport, versionOf } = aDiscoverer(oldServer);
    expect(await versionOf()).toBe('v1');
    expect(await versionOf(gateways)).toBe('v1beta1');
    expect(await versionOf(gateways)).toBe('v1beta1');
    expect(transport.paths()).toEqual([
      '/api',
      '/apis',
      '/api/v1',
      '/apis/gateway.networking.k8s.io/v1',
      '/apis/gateway.networking.k8s.io/v1beta1',
    ]);
  });

  it('asks a group itself whose state the server has lost', async () => {
    const group = 'gateway.networking.k8s.io';
    const version = { version: 'v1', resources: [], freshness: 'Stale' };
    const stale = { metadata: { name: group }, versions: [version] };
    const { transport, versionOf } = aDiscoverer(path => {
      if (path === '/api') return aDiscovery(path, []);
      return path === '/apis' ? { json: { items: [stale] } } : aStatus(503);
    });
    await expect(versionOf(gateways)).rejects.toMatchObject({ status: 503 });
    expect(transport.paths()).toContain(`/apis/${group}/v1`);
  });

  it('shares a failure for a moment, then asks again', async () => {
    const { clock, transport, versionOf } = aDiscoverer(() => aStatus(500));
    const kinds = Array.from({ length: 20 }, () => versionOf());
    for (const result of await Promise.allSettled(kinds)) {
      expect(result).toMatchObject({ reason: expect.any(HttpStatusError) });
    }
    await expect(versionOf()).rejects.toBeInstanceOf(HttpStatusError);
    expect(transport.requests).toHaveLength(2);
    transport.answer = serving('/v1/pods');
    await clock.advance(1_000);
    expect(await versionOf()).toBe('v1');
  });

  it.each([{ json: {} }, { json: [] }, { json: { items: [] } }, { text: 'x' }])(
    'takes %j for garbage, not for a server that serves nothing',
    async answer => {
      const { versionOf } = aDiscoverer(() => answer);
      await expect(versionOf()).rejects.toBeInstanceOf(GarbageError);
    },
  );

  it('says that it may not ask', async () => {
    const message = 'forbidden: User "portal" cannot get path "/apis"';
    const { versionOf } = aDiscoverer(() => aStatus(403, { message }));
    const error = await versionOf().catch(e => e);
    expect(error).toBeInstanceOf(DiscoveryRefusedError);
    expect(error).toMatchObject({ user: 'portal' });
  });
});
