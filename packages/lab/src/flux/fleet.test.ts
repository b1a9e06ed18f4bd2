import { join } from 'node:path';
import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { Condition } from '../controllers/objects.ts';
import { TEST_NOW } from '../testing/clusters.ts';
import { buildFleet } from '../world/buildFleet.ts';
import { repositoryFiles } from '../world/fleetFiles.ts';
import { loadWorlds } from '../world/loadWorlds.ts';
import { renameWorld } from '../world/rename.ts';
import { GitSource } from './GitSource.ts';
import { FLEET_URL } from './running.ts';

const worlds = loadWorlds(join(import.meta.dirname, '../../world'));

/** What happens in the clusters when Flux sees for the first time what the repository has. */
function firstSight(of = worlds) {
  const git = new GitSource(FLEET_URL);
  const fleet = buildFleet(of, { now: TEST_NOW, certificate: 'PEM', git });
  const changes: string[] = [];
  for (const { world, store } of fleet.clusters) {
    store.watch(({ type, resource, object: { metadata } }) => {
      // Pods that crash go on doing so.
      if (!/\.toolkit\.fluxcd\.io$|^events$/.test(resource))
        changes.push(`${type} ${world.name} ${resource} ${metadata.name}`);
    });
  }
  const files = Object.assign({}, ...of.map(repositoryFiles));
  git.set({
    revision: 'main@sha1:aaaa',
    files: new Map(Object.entries(files)),
  });
  fleet.timeline.runFor(2_000);
  return { fleet, changes };
}

function outcomes({ fleet }: ReturnType<typeof firstSight>): string[] {
  return fleet.clusters.flatMap(({ world, store }) =>
    ['gitrepositories.source', 'kustomizations.kustomize', 'helmreleases.helm']
      .map(kind => `${kind}.toolkit.fluxcd.io`)
      .filter(kind => store.kinds.get(kind))
      .flatMap(kind => store.list(kind).items)
      .map(({ kind, metadata, status }) => {
        const { conditions } = isJsonObject(status) ? status : {};
        const ready = (conditions as Condition[] | undefined)?.find(
          ({ type }) => type === 'Ready',
        );
        const said = `${ready?.status} ${ready?.message}`;
        return `${world.name} ${kind} ${metadata.name}: ${said}`;
      }),
  );
}

describe('the repository', () => {
  const seen = firstSight();

  it('has what is in the clusters: Flux finds nothing to change', () => {
    expect(seen.changes).toEqual([]);
  });

  it('is applied by every Kustomization that is not suspended', () => {
    const isSuspended = (line: string) =>
      /^infra Kustomization keycloak:/.test(line);
    const bad = outcomes(seen).filter(
      line => !/: True (Applied|stored|Helm)/.test(line) && !isSuspended(line),
    );
    expect(bad).toEqual([]);
    expect(outcomes(seen).length).toBeGreaterThan(15);
  });

  it('has the same names as a renamed world', () => {
    const names = {
      wiki: 'handbook',
      infra: 'base',
      databases: 'data',
      apps: 'west',
    };
    const renamed = worlds.map(world => renameWorld(world, names));
    const again = firstSight(renamed);
    expect(again.changes).toEqual([]);
    expect(outcomes(again).filter(line => / False /.test(line))).toEqual([]);
  });
});
