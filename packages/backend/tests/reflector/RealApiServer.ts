import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  startKubeApiServer,
  type KubeApiServer,
} from '../../../../scripts/kubernetes/KubeApiServer';
import type { JsonRequest } from '../../../../scripts/kubernetes/requestJson';
import {
  write,
  type Access,
  type ApiServerUnderTest,
} from './ApiServerUnderTest';
import { FaultProxy } from './FaultProxy';
import { createWidgets, deleteWidgets } from './widgetsDefinition';

const ACCOUNT = { namespace: 'default', name: 'portal' };
const ROLE = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
const BINDING = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts';

const read = (apiGroup: string, resource: string) => ({
  apiGroups: [apiGroup],
  resources: [resource],
  verbs: ['list', 'watch'],
});

const RULES = [
  read('', 'configmaps'),
  read('', 'services'),
  read('example.com', 'widgets'),
];

const role = (withSecrets: boolean) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'portal' },
  rules: withSecrets ? [...RULES, read('', 'secrets')] : RULES,
});

const binding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'portal' },
  roleRef: {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name: 'portal',
  },
  subjects: [{ kind: 'ServiceAccount', ...ACCOUNT }],
};

const account = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: ACCOUNT.name },
};

/** A kube-apiserver with etcd, reached by the portal through a {@link FaultProxy}. */
export async function startRealApiServer(): Promise<ApiServerUnderTest> {
  const server = await startKubeApiServer({ name: 'real' });
  const file = (name: string) =>
    readFile(join(server.directory, 'certificates', name), 'utf8');
  const proxy = new FaultProxy({
    upstream: server.url,
    caPem: server.caPem,
    certificate: {
      key: await file('apiserver.key'),
      cert: await file('apiserver.crt'),
    },
  });
  const real = new RealApiServer(server, proxy);
  await proxy.start();
  await real.prepare();
  return real;
}

class RealApiServer implements ApiServerUnderTest {
  private token = '';

  constructor(
    private readonly server: KubeApiServer,
    private readonly proxy: FaultProxy,
  ) {}

  async prepare(): Promise<void> {
    await this.write('POST', ACCOUNTS, account);
    await this.write('POST', ROLE, role(true));
    await this.write('POST', BINDING, binding);
    this.token = await this.server.createServiceAccountToken(ACCOUNT);
  }

  access(): Access {
    const { caPem } = this.server;
    return { url: this.proxy.url, caPem, token: this.token };
  }

  request(path: string, request?: JsonRequest) {
    return this.server.request(path, request);
  }

  async openWatches(): Promise<number> {
    const { body } = await this.server.request('/metrics');
    const lines = String(body).matchAll(
      /^apiserver_longrunning_requests\{[^}]*verb="WATCH"[^}]*\} (\d+)$/gm,
    );
    return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  kill(): Promise<void> {
    return this.server.killApiServer();
  }

  restart(): Promise<void> {
    return this.server.restartApiServer();
  }

  /** A restarted server's watch cache begins with the present: older watches get a 410. */
  async forgetAfter(changes: () => Promise<void>): Promise<void> {
    this.proxy.set({ hang: true });
    await changes();
    await this.kill();
    await this.restart();
    this.proxy.set({});
  }

  async hang(): Promise<void> {
    this.proxy.set({ hang: true });
  }

  async halfOpen(): Promise<void> {
    this.proxy.silence();
  }

  async fail(status: number): Promise<void> {
    this.proxy.set({ status });
    this.proxy.cut();
  }

  async garble(): Promise<void> {
    this.proxy.set({ garble: true });
    this.proxy.inject('\u0007}{ no JSON [\n');
  }

  async cutWatches(): Promise<void> {
    this.proxy.cut();
  }

  /** Tokens die with their ServiceAccount; the server notices within its token cache's 10 s. */
  async refuseToken(): Promise<void> {
    await this.write('DELETE', `${ACCOUNTS}/${ACCOUNT.name}`);
  }

  async forbidSecrets(): Promise<void> {
    await this.write('PUT', `${ROLE}/portal`, role(false));
    // Open watches outlive the rule; a client that begins anew is refused.
    this.proxy.cut();
  }

  async heal(): Promise<void> {
    this.proxy.set({});
    await this.write('PUT', `${ROLE}/portal`, role(true));
    const { status } = await this.request(`${ACCOUNTS}/${ACCOUNT.name}`);
    if (status === 404) {
      await this.write('POST', ACCOUNTS, account);
      this.token = await this.server.createServiceAccountToken(ACCOUNT);
    }
  }

  addWidgets(): Promise<void> {
    return createWidgets(this);
  }

  removeWidgets(): Promise<void> {
    return deleteWidgets(this);
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    await this.server.stop();
  }

  private write(method: string, path: string, body?: unknown): Promise<void> {
    return write(this, method, path, body);
  }
}
