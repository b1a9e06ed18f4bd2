import {
  type KnownReason,
  type ObjectRef,
  text,
} from '@meshport/plugin-mesh-common';
import type { Pod } from '@meshport/plugin-mesh-node';
import { agentVersion, daemonSetRefs } from './ambient/agents';
import {
  ambientRevision,
  type ControlPlane,
  type ControlPlaneRevision,
} from './controlPlane';
import type { World } from './facts';
import { componentOf } from './infrastructure';
import { proxyOf } from './proxies';

/** `1.31.0`, `v1.31-alpha.1`: the minor is all that support depends on. */
const VERSION = /^v?(\d+)\.(\d+)(?:\.|-|$)/;

/** Minor versions that Istio lets a control plane be ahead of its data plane ("Supported Releases"). */
const MOST_BEHIND = 1;

/** A number that grows with the minor version; undefined where it cannot be read. */
function minorOf(version: string | undefined): number | undefined {
  const [, major, minor] = VERSION.exec(version ?? '') ?? [];
  return major === undefined ? undefined : 1000 * Number(major) + Number(minor);
}

/** Something that listens to an istiod, and of which version it is. */
interface Follower {
  readonly part: 'sidecar' | 'ztunnel' | 'istio-cni' | 'gateway';
  readonly version: string | undefined;
  readonly istiod: ControlPlaneRevision;
}

function skewOf({ version, istiod }: Follower): 'newer' | 'older' | undefined {
  const own = minorOf(version);
  const control = minorOf(istiod.version);
  if (own === undefined || control === undefined) return undefined;
  if (own > control) return 'newer';
  return control - own > MOST_BEHIND ? 'older' : undefined;
}

function proxiesOf({ snapshot, controlPlane }: World): Follower[] {
  return snapshot.workloads.flatMap(workload => {
    const component = componentOf(workload);
    if (component === 'istiod') return [];
    if (component === 'ztunnel' || component === 'istio-cni') return [];
    const part = component === undefined ? 'sidecar' : 'gateway';
    return workload.pods.flatMap((pod: Pod): Follower[] => {
      const proxy = proxyOf(pod);
      const istiod = controlPlane.revisions.get(proxy?.revision ?? '');
      return istiod ? [{ part, version: proxy?.version, istiod }] : [];
    });
  });
}

/** istio-cni listens to no istiod; it goes with the newest of the cluster. */
function newest({ revisions }: ControlPlane): ControlPlaneRevision | undefined {
  const age = ({ version }: ControlPlaneRevision) => minorOf(version) ?? 0;
  return [...revisions.values()].sort((a, b) => age(b) - age(a))[0];
}

function agentsOf({ ambient, controlPlane }: World): Follower[] {
  const follow = (
    part: 'ztunnel' | 'istio-cni',
    pods: readonly Pod[],
    istiod: ControlPlaneRevision | undefined,
  ) =>
    pods.flatMap((pod): Follower[] =>
      istiod ? [{ part, version: agentVersion(pod), istiod }] : [],
    );
  const { revisions } = controlPlane;
  const ofZtunnel = revisions.get(ambientRevision(controlPlane));
  return [
    ...follow('ztunnel', ambient.ztunnel.pods, ofZtunnel),
    ...follow('istio-cni', ambient.cni.pods, newest(controlPlane)),
  ];
}

function evidenceOf(world: World, { part, istiod }: Follower): ObjectRef[] {
  const cluster = world.snapshot.cluster.name;
  const { ztunnel, cni } = world.ambient;
  const own = {
    ztunnel,
    'istio-cni': cni,
    sidecar: undefined,
    gateway: undefined,
  };
  const agents = own[part];
  return [
    ...istiod.deployments,
    ...(agents ? daemonSetRefs(cluster, agents) : []),
  ];
}

/** Data planes that are newer than their istiod, or too far behind it. */
function skews(world: World): KnownReason[] {
  const groups = new Map<string, { one: Follower; pods: number }>();
  for (const one of [...agentsOf(world), ...proxiesOf(world)]) {
    const skew = skewOf(one);
    if (!skew) continue;
    const key = [skew, one.part, one.version, one.istiod.name].join(' ');
    groups.set(key, { one, pods: (groups.get(key)?.pods ?? 0) + 1 });
  }
  return [...groups.values()].map(({ one, pods }) => ({
    code: 'version-skew',
    text: text(`reason.version-skew.${skewOf(one)}`, {
      part: one.part,
      version: one.version ?? '',
      count: pods,
      istiod: one.istiod.version ?? '',
      revision: one.istiod.name,
    }),
    evidence: evidenceOf(world, one),
  }));
}

/** What is said of versions of which nothing is known: the checks on them say nothing. */
function unknownVersions(world: World): KnownReason[] {
  const { revisions } = world.controlPlane;
  return [...revisions.values()].flatMap(({ name, version, deployments }) =>
    version !== undefined && minorOf(version) === undefined
      ? [
          {
            code: 'version-unknown' as const,
            text: text('reason.version-unknown.istiod', {
              revision: name,
              version,
            }),
            evidence: [...deployments],
          },
        ]
      : [],
  );
}

/** What is to be said of the versions of Istio's parts. */
export function versionReasons(world: World): KnownReason[] {
  return [...skews(world), ...unknownVersions(world)];
}
