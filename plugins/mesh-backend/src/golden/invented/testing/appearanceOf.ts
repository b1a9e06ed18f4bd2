import type { Fix, Membership, Reason } from '@meshport/plugin-mesh-common';
import { buildModel } from '../../../core/buildModel';
import { builtInMeshes } from '../../../core/meshes';
import { snapshotOf } from '../../fixtureWorlds';
import type { InventedSituation } from './InventedSituation';

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

/** What the model says of a situation: of the workload `shop/cart`, the meshes and the network. */
export function appearanceOf(situation: InventedSituation) {
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
    networks: model.network.map(
      ({ cni, encryption }) => `${cni} ${encryption}`,
    ),
    proxies: membership.flatMap(one => one.proxyVersions).join(', '),
    waypoint,
    fixes: fixes.map(pasted),
  };
}
