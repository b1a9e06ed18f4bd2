import type { ApiAnswer, ApiClient, ApiObject } from '../support/apiClient.ts';
import type { ServerUnderTest } from '../support/ServerUnderTest.ts';

/** What the parts of the suite share; filled before the first test. */
export interface SuiteContext {
  server: ServerUnderTest;
  api: ApiClient;
  /** A namespace of its own for each test. */
  namespace: string;
}

export const CORE = '/api/v1';
const APPS = '/apis/apps/v1';

export function aConfigMap(
  name: string,
  fields: Record<string, unknown> = {},
  labels: Record<string, string> = {},
): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels },
    ...fields,
  };
}

export function aDeployment(
  name: string,
  spec: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'main', image: 'registry.test/web:1' }] },
      },
      ...spec,
    },
  };
}

export function aPod(
  name: string,
  spec: Record<string, unknown> = {},
  labels: Record<string, string> = {},
): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: {
      containers: [{ name: 'main', image: 'registry.test/web:1' }],
      ...spec,
    },
  };
}

/** Paths below the test's own namespace. */
export function pathsOf(context: SuiteContext) {
  const core = () => `${CORE}/namespaces/${context.namespace}`;
  const apps = () => `${APPS}/namespaces/${context.namespace}`;
  return {
    configMaps: () => `${core()}/configmaps`,
    pods: () => `${core()}/pods`,
    services: () => `${core()}/services`,
    deployments: () => `${apps()}/deployments`,
  };
}

/** Creates an object and returns it as stored; a refusal fails the test with the server's words. */
export async function create(
  context: SuiteContext,
  path: string,
  body: unknown,
  userAgent = 'suite',
): Promise<ApiObject> {
  const answer = await context.api.request(path, {
    method: 'POST',
    body,
    userAgent,
  });
  return expectOk(answer);
}

export function expectOk(answer: ApiAnswer): ApiObject {
  if (answer.status >= 300) throw new Error(answer.text);
  return answer.body;
}

const MERGE = 'application/merge-patch+json';
export const JSON_PATCH = 'application/json-patch+json';
export const STRATEGIC = 'application/strategic-merge-patch+json';

export async function patch(
  context: SuiteContext,
  path: string,
  body: unknown,
  options: { contentType?: string; userAgent?: string } = {},
): Promise<ApiAnswer> {
  const { contentType = MERGE, userAgent } = options;
  return context.api.request(path, {
    method: 'PATCH',
    body,
    contentType,
    userAgent,
  });
}
