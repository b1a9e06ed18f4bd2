import type { Network } from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, Workload } from '@meshport/plugin-mesh-node';
import {
  calicoEncryption,
  calicoVersion,
  ciliumEncryption,
  flannelEncryption,
  weaveEncryption,
} from './encryption';
import { ciliumAgentsOf, GKE_DATAPLANE, isCiliumAgent } from './ciliumAgents';
import { releasesOf } from './releases';

type Encryption = Network['encryption'];

/** A network, by the DaemonSet that its agents are. */
interface KnownNetwork {
  readonly cni: string;
  readonly title: string;
  /** Is this its DaemonSet? */
  readonly isAgent: (agents: Workload) => boolean;
  /** Names of the container whose image tells the version; the first one there. */
  readonly container?: string;
  /** `unknown` where it is not read. */
  readonly encryption?: (snapshot: ClusterSnapshot) => Encryption;
  readonly version?: (snapshot: ClusterSnapshot) => string | undefined;
  /** False where nobody makes releases any more. */
  readonly maintained?: boolean;
}

const labelled = (key: string, value: string) => (agents: Workload) =>
  agents.template.metadata.labels[key] === value;

const called =
  (...names: readonly string[]) =>
  (agents: Workload) =>
    names.includes(agents.name);

/** In the order in which a cluster with several shows them: what encrypts first. */
const KNOWN: readonly KnownNetwork[] = [
  {
    cni: 'cilium',
    title: 'Cilium',
    isAgent: isCiliumAgent,
    container: 'cilium-agent',
    encryption: ciliumEncryption,
  },
  {
    cni: 'gke-dataplane-v2',
    title: 'GKE Dataplane V2',
    isAgent: called(GKE_DATAPLANE),
  },
  {
    cni: 'calico',
    title: 'Calico',
    isAgent: labelled('k8s-app', 'calico-node'),
    container: 'calico-node',
    encryption: calicoEncryption,
    version: calicoVersion,
  },
  {
    cni: 'canal',
    title: 'Canal',
    isAgent: labelled('k8s-app', 'canal'),
    container: 'calico-node',
    encryption: calicoEncryption,
    version: calicoVersion,
  },
  {
    cni: 'flannel',
    title: 'Flannel',
    isAgent: agents =>
      agents.template.spec.containers.some(
        ({ name }) => name === 'kube-flannel',
      ) && !labelled('k8s-app', 'canal')(agents),
    container: 'kube-flannel',
    encryption: flannelEncryption,
  },
  {
    cni: 'weave',
    title: 'Weave Net',
    isAgent: labelled('name', 'weave-net'),
    container: 'weave',
    encryption: weaveEncryption,
    maintained: false,
  },
  {
    cni: 'aws-vpc-cni',
    title: 'Amazon VPC CNI',
    isAgent: called('aws-node'),
    container: 'aws-node',
  },
  {
    cni: 'azure-cni',
    title: 'Azure CNI',
    isAgent: called('azure-cni', 'azure-cns', 'azure-npm'),
  },
  {
    cni: 'antrea',
    title: 'Antrea',
    isAgent: called('antrea-agent'),
    container: 'antrea-agent',
  },
  {
    cni: 'kube-router',
    title: 'kube-router',
    isAgent: called('kube-router'),
    container: 'kube-router',
  },
  {
    cni: 'ovn-kubernetes',
    title: 'OVN-Kubernetes',
    isAgent: called('ovnkube-node'),
  },
];

/** The version that all running agents have, or several; of the template without any. */
function versionOf(
  { container }: KnownNetwork,
  { pods, template }: Workload,
): string | undefined {
  const specs =
    pods.length > 0 ? pods.map(({ spec }) => spec) : [template.spec];
  const images = specs.flatMap(({ containers }) =>
    containers
      .filter(({ name }) => name === container)
      .map(({ image }) => image),
  );
  const releases = releasesOf(images);
  return releases.length > 0 ? releases.join(', ') : undefined;
}

function networkOf(
  snapshot: ClusterSnapshot,
  known: KnownNetwork,
): Network | undefined {
  const agents = snapshot.workloads.find(
    workload => workload.ref.kind === 'DaemonSet' && known.isAgent(workload),
  );
  if (!agents) return undefined;
  const version = known.version?.(snapshot) ?? versionOf(known, agents);
  return {
    cni: known.cni,
    title: known.title,
    ...(version === undefined ? {} : { version }),
    encryption: known.encryption?.(snapshot) ?? 'unknown',
    maintained: known.maintained ?? true,
    evidence: [agents.ref],
  };
}

/** Cilium set up on top of another network: all pods' traffic passes it. */
function isChained(snapshot: ClusterSnapshot): boolean {
  const mode = ciliumAgentsOf(snapshot)?.config?.['cni-chaining-mode'];
  return mode !== undefined && mode !== '' && mode !== 'none';
}

/**
 * What connects the pods of a cluster; several where one is chained to another, and
 * empty where nothing known is found. What could not be read is `unknown`, never `none`.
 */
export function networksOf(snapshot: ClusterSnapshot): readonly Network[] {
  const networks = KNOWN.flatMap(known => networkOf(snapshot, known) ?? []);
  const cilium = networks.find(({ cni }) => cni === 'cilium');
  if (!cilium || !isChained(snapshot)) return networks;
  return networks.map(network => ({
    ...network,
    encryption: cilium.encryption,
  }));
}
