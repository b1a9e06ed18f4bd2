import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { stringify } from 'yaml';
import { runKubectl } from '../../../../scripts/kubernetes/runKubectl.ts';
import { ApiServer } from '../../src/apiserver/ApiServer.ts';
import { systemClock } from '../../src/apiserver/Clock.ts';
import {
  READ_EVERYTHING,
  WRITE_EVERYTHING,
  type Account,
} from '../../src/apiserver/http/accounts.ts';
import { registryOf } from '../../src/apiserver/kinds/bundles.ts';
import { Store } from '../../src/apiserver/Store.ts';
import type { ServerUnderTest } from './ServerUnderTest.ts';

const ADMIN: Account = {
  username: 'admin',
  groups: ['system:masters'],
  token: 'admin-token',
  rules: WRITE_EVERYTHING,
};

const NOBODY: Account = {
  username: 'nobody',
  groups: [],
  token: 'nobody-token',
  rules: [],
};

/** The portal's account: reads everything, and the faults about tokens and RBAC are about it. */
export const PORTAL: Account = {
  username: 'portal',
  groups: [],
  token: 'portal-token',
  rules: READ_EVERYTHING,
  portal: true,
};

export interface LabServer extends ServerUnderTest {
  apiServer: ApiServer;
  store: Store;
}

/** A bare API server of the lab: the kinds and the namespace `default`, no controllers. */
export async function startLabServer(): Promise<LabServer> {
  const store = new Store({
    clock: systemClock,
    kinds: registryOf(['istio', 'gateway-api']),
  });
  const home = { metadata: { name: 'default' } };
  store.create('namespaces', home, { manager: 'kube-apiserver' });
  const { private: key, cert } = await generate(
    [{ name: 'commonName', value: '127.0.0.1' }],
    {
      keyType: 'ec',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    },
  );
  const apiServer = new ApiServer({
    store,
    accounts: [ADMIN, NOBODY, PORTAL],
    certificate: { key, cert },
  });
  const url = await apiServer.start();
  const directory = await mkdtemp(join(tmpdir(), 'meshport-lab-'));
  const kubeconfigPath = join(directory, 'kubeconfig');
  await writeFile(kubeconfigPath, kubeconfigOf(url, cert), { mode: 0o600 });
  return {
    apiServer,
    store,
    url,
    caPem: cert,
    adminToken: ADMIN.token,
    nobodyToken: NOBODY.token,
    kubeconfigPath,
    kubectl: (args, input) =>
      runKubectl(args, { kubeconfig: kubeconfigPath, input }),
    forgetHistory: async () => apiServer.compact(),
    stop: async () => {
      await apiServer.stop();
      await rm(directory, { recursive: true });
    },
  };
}

function kubeconfigOf(url: string, caPem: string): string {
  const authority = Buffer.from(caPem).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'lab',
        cluster: { server: url, 'certificate-authority-data': authority },
      },
    ],
    users: [{ name: 'admin', user: { token: ADMIN.token } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'admin' } }],
    'current-context': 'lab',
  });
}
