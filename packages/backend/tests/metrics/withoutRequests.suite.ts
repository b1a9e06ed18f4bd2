import type { World } from '../harness/World';
import type { Rename } from './countedCalls';

const PLATFORM_ENGINEER = 'platform';
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

  it('a service that nobody calls any more has no traffic, which is no success', async () => {
    const { golden, health } = await service('shipping', 'shipping-rates');
    expect(golden).toMatchObject({ state: 'no-traffic', requestRate: 0 });
    expect(golden).not.toHaveProperty('successRatio');
    expect(golden).not.toHaveProperty('latencyMs');
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
