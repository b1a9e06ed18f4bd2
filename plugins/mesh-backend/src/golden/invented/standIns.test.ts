import { buildModel } from '../../core/buildModel';
import { builtInMeshes } from '../../core/meshes';
import { snapshotOf } from '../fixtureWorlds';
import {
  STAND_IN_SITUATIONS,
  type StandInSituation,
} from './testing/standInSituations';

/** Services that stand for others, in situations as those of `invented.test.ts`. */
function standsFor({ objects, service }: StandInSituation): string | undefined {
  const { services } = buildModel(snapshotOf(objects), builtInMeshes);
  const found = services.find(({ name }) => name === service);
  if (!found?.standsFor) return found && '';
  const { kind, of } = found.standsFor;
  const targets = of.map(({ system, alias = '-', namespace, name }) =>
    [system, alias, `${namespace}/${name}`].join(' '),
  );
  return `${kind} ${targets.join(', ')}`;
}

it.each(STAND_IN_SITUATIONS.map(one => ({ title: one.title, one })))(
  '$title',
  ({ one }) => {
    expect(standsFor(one)).toBe(one.standsFor);
  },
);
