import { accessSuite } from './kubernetes-api/access.suite.ts';
import { bookkeepingSuite } from './kubernetes-api/bookkeeping.suite.ts';
import {
  kubectlSuite,
  nodeClientSuite,
} from './kubernetes-api/clients.suite.ts';
import { customKindsSuite } from './kubernetes-api/customKinds.suite.ts';
import { deletionSuite } from './kubernetes-api/deletion.suite.ts';
import { discoverySuite } from './kubernetes-api/discovery.suite.ts';
import { listsSuite } from './kubernetes-api/lists.suite.ts';
import { objectsSuite } from './kubernetes-api/objects.suite.ts';
import { serverSideApplySuite } from './kubernetes-api/serverSideApply.suite.ts';
import {
  create,
  CORE,
  type SuiteContext,
} from './kubernetes-api/SuiteContext.ts';
import {
  forgottenHistorySuite,
  watchesSuite,
} from './kubernetes-api/watches.suite.ts';
import { apiClient } from './support/apiClient.ts';
import type { ServerUnderTest } from './support/ServerUnderTest.ts';

/** A real server starts in seconds, but may have to be built first. */
const START_MILLISECONDS = 900_000;

/**
 * What a Kubernetes API server does, as far as the lab promises it. It runs on the lab and on a real kube-apiserver:
 * a difference between the two fails on one of them.
 */
export function kubernetesApiSuite(
  name: string,
  startServer: () => Promise<ServerUnderTest>,
): void {
  describe(`the Kubernetes API of ${name}`, () => {
    // Filled in beforeAll; the parts read it when their tests run.
    const context = {} as SuiteContext;
    let tests = 0;

    const openNamespace = async () => {
      tests += 1;
      context.namespace = `suite-${tests}`;
      const body = { metadata: { name: context.namespace } };
      await create(context, `${CORE}/namespaces`, body);
    };

    beforeAll(async () => {
      const server = await startServer();
      const { url, caPem, adminToken: token } = server;
      Object.assign(context, { server, api: apiClient({ url, caPem, token }) });
    }, START_MILLISECONDS);

    afterAll(async () => {
      context.api.close();
      await context.server.stop();
    }, 60_000);

    describe('with a namespace for each test', () => {
      beforeEach(openNamespace);

      describe('discovery', () => {
        discoverySuite(context);
      });
      describe('access', () => {
        accessSuite(context);
      });
      describe('objects', () => {
        objectsSuite(context);
      });
      describe('bookkeeping', () => {
        bookkeepingSuite(context);
      });
      describe('server-side apply', () => {
        serverSideApplySuite(context);
      });
      describe('lists', () => {
        listsSuite(context);
      });
      describe('watches', () => {
        watchesSuite(context);
      });
      describe('deletion', () => {
        deletionSuite(context);
      });
      describe('custom kinds', () => {
        customKindsSuite(context);
      });
      describe('@kubernetes/client-node', () => {
        nodeClientSuite(context);
      });
      describe('kubectl', () => {
        kubectlSuite(context);
      });
    });

    describe('that has forgotten its history', () => {
      beforeAll(openNamespace);
      forgottenHistorySuite(context);
    });
  });
}
