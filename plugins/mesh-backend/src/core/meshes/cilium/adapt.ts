import type { Reason } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type MeshFragment,
  namespaceKind,
  podKind,
  unreadableReasons,
  type Workload,
  type WorkloadFragment,
} from '@meshport/plugin-mesh-node';
import { exportFacts } from './exports/facts';
import { footprintOf } from './footprint';
import { importedServices } from './imports';
import { infrastructureFragment } from './infrastructure';
import { l7Kinds, type L7Rule, l7RulesOf } from './l7';
import { l7Fragment, ztunnelFragment } from './membership';
import { LABEL_MTLS } from './names';
import { unknownConfig } from './unknownConfig';
import { type World, worldOf } from './world';

function asksForZtunnel(
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return labels?.[LABEL_MTLS] === 'true';
}

/** What is known and not known of all that asks for Cilium. */
interface Known {
  readonly rules: readonly L7Rule[];
  /** Why it may be that more asks for it. */
  readonly unreadable: readonly Reason[];
  /** Why nothing can be said of what does. */
  readonly undecided: readonly Reason[];
}

const NEEDED = [podKind, namespaceKind];

function knownOf(world: World): Known {
  const undecided = [
    ...unreadableReasons(world.snapshot, NEEDED),
    ...unknownConfig(world),
  ];
  return {
    rules: l7RulesOf(world),
    undecided,
    unreadable: [
      ...undecided,
      ...unreadableReasons(world.snapshot, l7Kinds(world)),
    ],
  };
}

function fragmentOf(
  world: World,
  workload: Workload,
  { rules, undecided }: Known,
): WorkloadFragment | undefined {
  const infrastructure = infrastructureFragment(world, workload);
  if (infrastructure) return infrastructure;
  const namespace = world.snapshot.namespace(workload.namespace);
  return asksForZtunnel(namespace?.metadata.labels)
    ? ztunnelFragment(world, workload, undecided)
    : l7Fragment(world, workload, { rules, unreadable: undecided });
}

/**
 * Membership where Cilium is more than the network: in namespaces that its ztunnel
 * encrypts for, and of workloads that a rule of L7 selects. Every other workload has no
 * entry, however many pods Cilium connects.
 */
export function adapt(snapshot: ClusterSnapshot): MeshFragment {
  const services = importedServices(snapshot);
  const world = worldOf(snapshot);
  if (!world) return { workloads: [], services };
  const known = knownOf(world);
  return {
    workloads: snapshot.workloads.flatMap(
      workload => fragmentOf(world, workload, known) ?? [],
    ),
    services,
    namespaces: snapshot
      .kind(namespaceKind)
      .items.filter(({ metadata }) => asksForZtunnel(metadata.labels))
      .map(({ metadata }) => ({ namespace: metadata.name, mode: 'ambient' })),
    footprint: footprintOf(world),
    exports: exportFacts(world),
    unreadable: known.unreadable,
  };
}
