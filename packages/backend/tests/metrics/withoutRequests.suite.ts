import type { World } from '../harness/World';
import type { Rename } from './countedCalls';

const PLATFORM_ENGINEER = 'platform';
/** What may only be said of requests that somebody counted. */
const OF_REQUESTS = ['requestRate', 'successRatio', 'latencyMs', 'errorsBy'];

/** Paths of all values below those names, as a deep search finds them. */
function pathsOf(
  value: unknown,
  names: readonly string[],
  path = '$',
): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(names.includes(key) ? [`${path}.${key}`] : []),
    ...pathsOf(inner, names, `${path}.${key}`),
  ]);
}

/** Services of which little is known say so, and nothing else. */
export function withoutRequestsSuite(world: () => World, rename: Rename): void {
  const portal = () => world().portal.as(rename(PLATFORM_ENGINEER));
  const production = (namespace: string, name: string) => ({
    set: 'production',
    namespace: rename(namespace),
    name: rename(name),
  });
  const service = async (namespace: string, name: string) => {
    const params = production(namespace, name);
    return (await portal().client.getService({ params })).service;
  };

  describe('a namespace of which only connections are counted', () => {
    const names = ['harbor-core', 'harbor-registry', 'harbor-redis'];

    it.each(names)('%s has bytes, and a reason why no more', async name => {
      const { golden, health } = await service('harbor', name);
      expect(golden).toMatchObject({
        state: 'ok',
        reason: { id: 'golden.no-waypoint' },
        tcp: { receivedBytesPerSecond: expect.any(Number) },
      });
      expect(golden.tcp?.receivedBytesPerSecond).toBeGreaterThan(0);
      expect(health).toBe('unknown');
    });

    it('has no rate, ratio or latency in any answer about it', async () => {
      const namespace = rename('harbor');
      const all = await portal().services();
      const listed = all.filter(one => one.namespace === namespace);
      expect(listed.length).toBeGreaterThanOrEqual(names.length);
      const asked = await Promise.all(
        listed.map(async ({ set, name }) => {
          const params = { set, namespace, name };
          const { client } = portal();
          const { services } = await client.getServiceMetrics({
            params,
            query: { window: '1h' },
          });
          // What objectives there are is no number of the service.
          const charts = services.map(({ objectives: _, ...rest }) => rest);
          const { golden, instances } = (await client.getService({ params }))
            .service;
          return { charts, golden, instances: instances.map(i => i.golden) };
        }),
      );
      const answers = [
        ...asked,
        ...listed.map(({ golden, clusters }) => ({ golden, clusters })),
      ];
      expect(pathsOf(answers, ['tcp']).length).toBeGreaterThan(names.length);
      expect(pathsOf(answers, OF_REQUESTS)).toEqual([]);
    });
  });

  it('a service that nobody calls any more has no traffic, which is no success', async () => {
    const { golden, health } = await service('shipping', 'shipping-rates');
    expect(golden).toMatchObject({ state: 'no-traffic', requestRate: 0 });
    expect(pathsOf(golden, ['successRatio', 'latencyMs'])).toEqual([]);
    expect(health).toBe('idle');
  });

  it('a service with some ten requests is neither healthy nor failing', async () => {
    const { golden, health, healthReasons, objectives } = await service(
      'analytics',
      'report-api',
    );
    const requests = (golden.requestRate ?? 0) * golden.windowSeconds;
    expect(requests).toBeGreaterThan(0);
    expect(requests).toBeLessThan(objectives.minRequests);
    expect(health).toBe('unknown');
    expect(healthReasons.map(({ id }) => id)).toEqual(['health.too-few']);
  });
}
