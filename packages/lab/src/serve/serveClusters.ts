import { ApiServer } from '../apiserver/ApiServer.ts';
import {
  READ_EVERYTHING,
  WRITE_EVERYTHING,
  type Account,
} from '../apiserver/http/accounts.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import type { Credentials, Tokens } from './credentials.ts';
import { listening } from './listening.ts';

export interface Served {
  cluster: SimulatedCluster;
  server: ApiServer;
}

/** Serves the clusters on the ports after `portBase`. What runs is in `running` at once, so that it can be stopped. */
export async function serveClusters(
  clusters: readonly SimulatedCluster[],
  into: {
    portBase: number;
    credentials: Credentials;
    served: Map<string, Served>;
    running: { stop(): Promise<void> }[];
  },
): Promise<void> {
  const { portBase, credentials, served, running } = into;
  for (const [i, cluster] of clusters.entries()) {
    const { name } = cluster.world;
    const port = portBase + 1 + i;
    const server = apiServer(cluster, { port, credentials });
    await listening(port, `the cluster ${name}`, () => server.start());
    running.push(server);
    served.set(name, { cluster, server });
  }
}

function apiServer(
  cluster: SimulatedCluster,
  options: { port: number; credentials: Credentials },
): ApiServer {
  const { certificate, tokens } = options.credentials;
  const { cert, key } = certificate;
  const { name, kubernetesVersion } = cluster.world;
  return new ApiServer({
    store: cluster.store,
    accounts: accountsOf(tokens[name]),
    certificate: { cert, key },
    port: options.port,
    gitVersion: kubernetesVersion,
  });
}

const SERVICE_ACCOUNTS = [
  'system:serviceaccounts',
  'system:serviceaccounts:meshport',
  'system:authenticated',
];

/** The portal's account, the one it writes with, and one that may do everything. */
export function accountsOf({ reader, admin, writer }: Tokens): Account[] {
  return [
    {
      username: 'system:serviceaccount:meshport:reader',
      groups: SERVICE_ACCOUNTS,
      token: reader,
      rules: READ_EVERYTHING,
      portal: true,
    },
    {
      username: 'system:serviceaccount:meshport:writer',
      groups: SERVICE_ACCOUNTS,
      token: writer,
      rules: WRITE_EVERYTHING,
    },
    {
      username: 'admin',
      groups: ['system:masters', 'system:authenticated'],
      token: admin,
      rules: WRITE_EVERYTHING,
    },
  ];
}
