import * as fc from 'fast-check';
import { buildModel } from '../core/buildModel';
import { builtInMeshes } from '../core/meshes';
import { rawObjects, snapshotOf, worldNames } from './fixtureWorlds';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** How many values, at any depth, there are to replace. */
function size(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>(
    (sum, child) => sum + size(child),
    1,
  );
}

/** A copy in which the value at a place, counted in depth-first order, is another. */
function replaceAt(value: Json, place: number, by: Json): Json {
  if (place === 0) return by;
  if (typeof value !== 'object' || value === null) return value;
  let left = place - 1;
  const entries = Object.entries(value).map(([key, child]) => {
    const isHere = left >= 0 && left < size(child);
    const changed = isHere ? replaceAt(child, left, by) : child;
    left = isHere ? -1 : left - size(child);
    return [key, changed] as const;
  });
  return Array.isArray(value)
    ? entries.map(([, child]) => child)
    : Object.fromEntries(entries);
}

const nonsense: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(null, '', -1, true, [], {}, [null], [{}], 'x'),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

/** Large worlds take longer per run, and have more that is like the rest. */
function runsFor(objects: Json): number {
  return Math.max(50, Math.min(300, Math.round(500_000 / size(objects))));
}

describe('absurd objects', () => {
  it.each(worldNames)('never keep world %s from being read', world => {
    const objects = rawObjects(world) as unknown as { [key: string]: Json }[];
    const damage = fc.tuple(fc.nat(), fc.nat(), nonsense);
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), damages => {
        const damaged = [...objects];
        for (const [which, place, by] of damages) {
          const index = which % damaged.length;
          const { apiVersion, kind, ...rest } = damaged[index] ?? {};
          const changed = replaceAt(rest, 1 + (place % size(rest)), by);
          damaged[index] = {
            ...(changed as object),
            apiVersion,
            kind,
          } as never;
        }
        const model = buildModel(snapshotOf(damaged as never), builtInMeshes);
        expect(() => JSON.stringify(model)).not.toThrow();
        expect(model.workloads.size).toBeGreaterThan(0);
      }),
      { numRuns: runsFor(objects) },
    );
  });
});
