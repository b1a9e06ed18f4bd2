import { join } from 'node:path';

export type Authorization = 'RBAC' | 'AlwaysAllow';

/** Flags of etcd for throw-away data: `--unsafe-no-fsync` saves more than half of every write's time. */
export function etcdArguments({
  directory,
  clientPort,
  peerPort,
  extraArgs,
}: {
  directory: string;
  clientPort: number;
  peerPort: number;
  extraArgs: readonly string[];
}): string[] {
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    '--name=default',
    `--data-dir=${join(directory, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
    '--logger=zap',
    '--log-level=warn',
    ...extraArgs,
  ];
}

/**
 * Flags of kube-apiserver 1.36. `--endpoint-reconciler-type=none`: EndpointSlices refuse loopback addresses, so the
 * server could not publish its own. The ServiceAccount admission plugin is off because without a controller manager no
 * namespace has the `default` account that it demands of every pod.
 */
export function apiServerArguments({
  directory,
  port,
  etcdUrl,
  authorization,
  extraArgs,
}: {
  directory: string;
  port: number;
  etcdUrl: string;
  authorization: Authorization;
  extraArgs: readonly string[];
}): string[] {
  return [
    `--etcd-servers=${etcdUrl}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--cert-dir=${join(directory, 'certificates')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(directory, 'service-account.pub')}`,
    `--service-account-signing-key-file=${join(
      directory,
      'service-account.key',
    )}`,
    `--token-auth-file=${join(directory, 'tokens.csv')}`,
    `--authorization-mode=${authorization}`,
    '--disable-admission-plugins=ServiceAccount',
    '--allow-privileged=true',
    '--enable-priority-and-fairness=false',
    '--profiling=false',
    ...extraArgs,
  ];
}
