import type { Store } from '../../apiserver/Store.ts';
import { GatewayProbes } from '../../linkerd/multicluster/gatewayProbe.ts';
import {
  CLUSTER_NAME,
  isMirrorRunning,
  linksOf,
  targetOf,
} from '../../linkerd/multicluster/link.ts';
import type { Fleet } from '../../controllers/FleetController.ts';
import type { Family } from '../Count.ts';
import type { FleetView } from '../FleetView.ts';
import { podTarget } from '../PodFacts.ts';
import type { Registry } from '../Registry.ts';

const ALIVE: Family = { name: 'gateway_alive', type: 'gauge' };
const ENABLED: Family = { name: 'gateway_enabled', type: 'gauge' };

/** What the mirror of each Link says about the gateway that it probes; nothing while it does not run. */
export function gatewayGauges(
  fleet: Fleet,
  into: { view: FleetView; registry: Registry },
): (now: Date) => void {
  const { view, registry } = into;
  const probes = new GatewayProbes();
  const tell = (cluster: string, parts: { store: Store; now: Date }): void => {
    const { store, now } = parts;
    const member = fleet.members.find(({ name }) => name === cluster);
    for (const link of linksOf(store)) {
      const target = member && targetOf(fleet, member, link);
      if (!target || !isMirrorRunning(store, link)) continue;
      const { name, namespace = '' } = link.metadata;
      const id = `${cluster}/${namespace}/${name}`;
      const cut = fleet.ways?.isCut(cluster, target.name) ?? false;
      const way = { target: target.store, cut };
      const { alive } = probes.result(id, link, way, now);
      const [mirror] = view.podsOf(
        cluster,
        pod => pod.labels[CLUSTER_NAME] === name,
      );
      if (!mirror) continue;
      const about = {
        target: podTarget(mirror, { job: 'linkerd-multicluster', port: 9999 }),
        labels: { target_cluster_name: link.spec.targetClusterName },
      };
      const at = now.getTime();
      registry.set({ ...about, family: ALIVE }, alive ? 1 : 0, at);
      registry.set({ ...about, family: ENABLED }, 1, at);
    }
  };
  return now => {
    for (const { name, store } of fleet.members) tell(name, { store, now });
  };
}
