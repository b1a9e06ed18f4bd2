/**
 * Situations that real clusters get into. What is true of them was written down from the documents and sources of the
 * meshes before the portal was asked.
 */
import { AMBIENT_SITUATIONS } from './testing/ambientSituations';
import { appearanceOf } from './testing/appearanceOf';
import { CILIUM_SITUATIONS } from './testing/ciliumSituations';
import { CONSUL_SITUATIONS } from './testing/consulSituations';
import { ISTIO_SITUATIONS } from './testing/istioSituations';
import { LINKERD_SITUATIONS } from './testing/linkerdSituations';

const ALL = {
  Istio: ISTIO_SITUATIONS,
  'ambient mode': AMBIENT_SITUATIONS,
  Linkerd: LINKERD_SITUATIONS,
  Cilium: CILIUM_SITUATIONS,
  Consul: CONSUL_SITUATIONS,
};

describe.each(Object.entries(ALL))('%s', (_, situations) => {
  it.each(situations.map(one => ({ title: one.title, one })))(
    '$title',
    ({ one }) => {
      const seen = appearanceOf(one);
      const { says, mTLS, meshes, networks, proxies, waypoint } = one;
      const told = { says, mTLS, meshes, networks, proxies, waypoint };
      const expected = Object.fromEntries(
        Object.entries(told).filter(([, value]) => value !== undefined),
      );
      expect(seen).toMatchObject(expected);
      const first = seen.fixes[0] ?? '';
      expect((one.fix ?? []).filter(part => !first.includes(part))).toEqual([]);
      const all = seen.fixes.join('\n');
      expect((one.neverFix ?? []).filter(part => all.includes(part))).toEqual(
        [],
      );
    },
  );
});
