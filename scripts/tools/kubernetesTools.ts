import { join } from 'node:path';
import { existing, goTool } from './goProgram.ts';
import type { Tool } from './Tool.ts';

/** Kubernetes as the Go module proxy serves it; the staging modules have the same version with a leading 0. */
const KUBERNETES_VERSION = '1.36.3';
export const ETCD_VERSION = '3.6.16';

/** KUBEBUILDER_ASSETS is the directory that setup-envtest and kubebuilder use for kube-apiserver, etcd and kubectl. */
function fromKubebuilderAssets(name: string): Tool['fromEnvironment'] {
  return ({ KUBEBUILDER_ASSETS: directory }) =>
    directory
      ? existing('KUBEBUILDER_ASSETS', join(directory, name))
      : undefined;
}

/** `/version` and the User-Agent of Kubernetes' programs come from variables that its own build sets. */
function kubernetesLinkerFlags(): string {
  const [major, minor] = KUBERNETES_VERSION.split('.');
  const values = {
    gitVersion: `v${KUBERNETES_VERSION}`,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: 'modproxy',
    buildDate: '1970-01-01T00:00:00Z',
  };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap(path =>
      Object.entries(values).map(
        ([key, value]) => `-X ${path}.${key}=${value}`,
      ),
    )
    .join(' ');
}

const ENVTEST =
  'Install Go (https://go.dev/dl) and run again, or set KUBEBUILDER_ASSETS to a directory with kube-apiserver and etcd.';

export const kubeApiServerTool = goTool(
  {
    name: 'kube-apiserver',
    module: 'k8s.io/kubernetes',
    version: KUBERNETES_VERSION,
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    // Watches that begin with the state (sendInitialEvents) are on by default; in 1.33 they are not.
    oldestOnPath: [1, 34],
    linkerFlags: kubernetesLinkerFlags(),
    howToGet: `kube-apiserver is not here: ${ENVTEST}`,
  },
  fromKubebuilderAssets('kube-apiserver'),
);

export const etcdTool = goTool(
  {
    name: 'etcd',
    module: 'go.etcd.io/etcd/server/v3',
    version: ETCD_VERSION,
    package: 'go.etcd.io/etcd/server/v3',
    oldestOnPath: [3, 5],
    linkerFlags: '-X go.etcd.io/etcd/api/v3/version.GitSHA=modproxy',
    howToGet: `etcd is not here: ${ENVTEST}`,
  },
  fromKubebuilderAssets('etcd'),
);

export const kubectlTool = goTool(
  {
    name: 'kubectl',
    module: 'k8s.io/kubernetes',
    version: KUBERNETES_VERSION,
    package: 'k8s.io/kubernetes/cmd/kubectl',
    linkerFlags: kubernetesLinkerFlags(),
    howToGet:
      'kubectl is not here: install it (https://kubernetes.io/docs/tasks/tools), or install Go and run again, or set KUBECTL to its path.',
  },
  ({ KUBECTL: path }) => (path ? existing('KUBECTL', path) : undefined),
);
