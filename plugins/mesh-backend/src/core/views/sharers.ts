import type { KnownInstance, World } from './World';

type Sharers = Pick<ReadonlyMap<KnownInstance, number>, 'get'>;

function keysOf({ cluster, workloads }: KnownInstance): string[] {
  return workloads.map(({ ref: { kind, namespace, name } }) =>
    [cluster, namespace, kind, name].join('/'),
  );
}

/** What stands for others is left out: it runs on nothing. */
function countSharers({ services }: Pick<World, 'services'>): Sharers {
  const byWorkload = new Map<string, KnownInstance[]>();
  for (const { instances } of services.values()) {
    for (const { instance } of instances) {
      for (const key of instance.kind === 'local' ? keysOf(instance) : []) {
        const known = byWorkload.get(key);
        if (known) known.push(instance);
        else byWorkload.set(key, [instance]);
      }
    }
  }
  const others = new Map<KnownInstance, Set<KnownInstance>>();
  for (const sharing of byWorkload.values()) {
    for (const one of sharing.length > 1 ? sharing : []) {
      const known = others.get(one) ?? new Set();
      others.set(one, known);
      for (const other of sharing) if (other !== one) known.add(other);
    }
  }
  return new Map([...others].map(([one, { size }]) => [one, size]));
}

const remembered = new WeakMap<World['services'], Sharers>();

/** How many other Services of its cluster select a workload of an instance; absent: none. */
export function sharersOf(world: Pick<World, 'services'>): Sharers {
  const sharers = remembered.get(world.services) ?? countSharers(world);
  remembered.set(world.services, sharers);
  return sharers;
}
