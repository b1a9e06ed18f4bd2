import { startKubeApiServer } from '../../../../scripts/kubernetes/KubeApiServer.ts';
import type { ServerUnderTest } from './ServerUnderTest.ts';

/** A real kube-apiserver with its etcd, without controllers. */
export async function startRealServer(): Promise<ServerUnderTest> {
  const real = await startKubeApiServer({
    users: [{ name: 'nobody', token: 'nobody-token' }],
  });
  return {
    url: real.url,
    caPem: real.caPem,
    adminToken: real.adminToken,
    nobodyToken: real.tokens.nobody,
    kubeconfigPath: real.kubeconfigPath,
    kubectl: (args, input) => real.kubectl(args, { input }),
    // The watch cache still answers after a compaction alone.
    forgetHistory: async () => {
      await real.compact();
      await real.killApiServer('SIGKILL');
      await real.restartApiServer();
    },
    stop: () => real.stop(),
  };
}
