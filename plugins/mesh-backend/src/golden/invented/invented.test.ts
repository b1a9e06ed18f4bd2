import type { Fix, Membership, Reason } from '@meshport/plugin-mesh-common';
import { buildModel } from '../../core/buildModel';
import { builtInMeshes } from '../../core/meshes';
import { snapshotOf } from '../fixtureWorlds';
import { AMBIENT_SITUATIONS } from './ambientSituations';
import { CILIUM_SITUATIONS } from './ciliumSituations';
import { CONSUL_SITUATIONS } from './consulSituations';
import type { InventedSituation } from './InventedSituation';
import { ISTIO_SITUATIONS } from './istioSituations';
import { LINKERD_SITUATIONS } from './linkerdSituations';

function codesOf(reasons: readonly Reason[]): string {
  return reasons.map(({ code }) => code).join(', ') || '-';
}

function said(membership: Membership): string {
  const { mesh, mode, layer, state, pods, reasons } = membership;
  const count = `${pods.enrolled}/${pods.total}`;
  return [mesh, mode || 'none', layer, state, count, codesOf(reasons)].join(
    ' ',
  );
}

function pasted(fix: Fix): string {
  return [fix.command, fix.manifest].filter(Boolean).join('\n');
}

/** What the model says of a situation, as far as somebody wrote down what is true. */
function appearanceOf(situation: InventedSituation) {
  const model = buildModel(snapshotOf(situation.objects), builtInMeshes);
  const cart = [...model.workloads.values()].find(
    ({ namespace, name }) =>
      namespace === 'shop' && (name === 'cart' || name.startsWith('cart-')),
  );
  if (!cart) throw new Error('There is no workload shop/cart.');
  const { membership, posture } = cart;
  const fixes = membership.flatMap(({ reasons }) =>
    reasons.flatMap(({ fix }) => (fix ? [fix] : [])),
  );
  const [waypoint] = membership.flatMap(one =>
    one.waypoint ? [`${one.waypoint.namespace}/${one.waypoint.name}`] : [],
  );
  return {
    says: membership.map(said).join(' + '),
    mTLS: posture.inbound,
    meshes: model.meshes.map(
      ({ mesh, health, reasons }) => `${mesh} ${health} ${codesOf(reasons)}`,
    ),
    networks: model.networks.map(
      ({ cni, encryption }) => `${cni} ${encryption}`,
    ),
    proxies: membership.flatMap(one => one.proxyVersions).join(', '),
    waypoint,
    fixes: fixes.map(pasted),
  };
}

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
