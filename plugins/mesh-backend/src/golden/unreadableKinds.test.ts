import type { Membership } from '@meshport/plugin-mesh-common';
import { type KindStatus, partOf } from '@meshport/plugin-mesh-node';
import { buildModel } from '../core/buildModel';
import { builtInMeshes } from '../core/meshes';
import type { ClusterModel } from '../core/model/ClusterModel';
import {
  rawObjects,
  snapshotOf,
  statesOf,
  watchedKinds,
  worldNames,
} from './fixtureWorlds';

const PARTS = [...new Set(watchedKinds.map(partOf))];

/** Parts of which the world has objects, two by two. */
function pairsOf(world: string): [string, string][] {
  const kinds = new Set(rawObjects(world).map(({ kind }) => kind));
  const present = watchedKinds.filter(({ kind }) => kinds.has(kind));
  const parts = [...new Set(present.map(partOf))];
  return parts.flatMap((first, index) =>
    parts.slice(index + 1).map((second): [string, string] => [first, second]),
  );
}

/** The world as a portal sees it that has never read anything of these parts. */
function modelWithout(
  world: string,
  parts: readonly string[],
  status: KindStatus,
): ClusterModel {
  const isLost = (object: { apiVersion: string; kind: string }) =>
    watchedKinds.some(
      ({ kind, group, plural }) =>
        kind === object.kind &&
        (group ? object.apiVersion.startsWith(`${group}/`) : true) &&
        parts.includes(partOf({ group, plural })),
    );
  const lost = Object.fromEntries(parts.map(part => [part, { status }]));
  return buildModel(
    snapshotOf(
      rawObjects(world).filter(object => !isLost(object)),
      { ...statesOf(world), ...lost },
    ),
    builtInMeshes,
  );
}

/** Everything that is claimed, by what it is claimed of. */
function claimsOf(model: ClusterModel): Map<string, string> {
  const claims = new Map<string, string>();
  const claim = (
    what: string,
    membership: readonly Membership[],
    inbound: string,
  ) => {
    for (const { mesh, state } of membership) {
      claims.set(`state of ${what} in ${mesh || 'no mesh'}`, state);
    }
    claims.set(`inbound of ${what}`, inbound);
  };
  for (const { key, membership, posture } of model.workloads.values()) {
    claim(key, membership, posture.inbound);
  }
  for (const { namespace, name, membership, posture } of model.services) {
    claim(`service ${namespace}/${name}`, membership, posture.inbound);
  }
  for (const { mesh, health } of model.meshes) {
    claims.set(`health of ${mesh}`, health);
  }
  return claims;
}

/** A part that is not known may take knowledge away, and never adds any. */
describe.each(worldNames)('world %s', world => {
  const whole = claimsOf(modelWithout(world, [], 'live'));

  /** Pods whose owner cannot be followed to its end still show how they are reached. */
  const isOfNewName = (what: string) =>
    /^inbound of (apps|batch)\//.test(what) && !whole.has(what);

  function inventedWithout(parts: readonly string[], status: KindStatus) {
    return [...claimsOf(modelWithout(world, parts, status))].filter(
      ([what, value]) =>
        value !== 'unknown' && value !== whole.get(what) && !isOfNewName(what),
    );
  }

  it.each(PARTS)('claims nothing new while %s is not readable', part => {
    expect(inventedWithout([part], 'forbidden')).toEqual([]);
    expect(inventedWithout([part], 'syncing')).toEqual([]);
  });

  it('claims nothing new while two kinds are not readable', () => {
    expect(
      pairsOf(world).flatMap(pair =>
        inventedWithout(pair, 'forbidden').map(claim => [...pair, ...claim]),
      ),
    ).toEqual([]);
  });
});
