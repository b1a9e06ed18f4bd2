import {
  type BackendFeature,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type ConditionalPolicyDecision,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import type { JsonObject } from '@backstage/types';
import {
  createMeshClient,
  meshContract,
  type MeshClient,
  type MeshOperation,
} from '@meshport/plugin-mesh-common';
import { InMemoryClusterSource } from '../io/kube/InMemoryClusterSource';
import { createMeshPlugin, type MeshPluginOptions } from '../plugin';

export const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
export const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** A decision that holds where the conditions do. */
export function when(
  conditions: PermissionCriteria<PermissionCondition<'mesh-service'>>,
): ConditionalPolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'mesh',
    resourceType: 'mesh-service',
    conditions,
  };
}

export interface StartMeshOptions {
  entities?: Entity[];
  mesh?: JsonObject;
  /** Down: no read of it ever succeeds. */
  catalog?: 'up' | 'down';
  /** Stores to ask in place of those that are configured. */
  metricsSource?: MeshPluginOptions['createMetricsSource'];
  /** Modules of the plugin. */
  features?: BackendFeature[];
  /** Adds clusters before the backend starts. */
  clusters?: (source: InMemoryClusterSource) => void;
}

/** Answers are checked against the contract, to the last field. */
function strictClient(baseUrl: string, fetchWith: typeof fetch): MeshClient {
  const client = createMeshClient({
    discoveryApi: { getBaseUrl: async () => baseUrl },
    fetchApi: { fetch: fetchWith },
  });
  return Object.fromEntries(
    Object.entries(client).map(([operation, call]) => [
      operation,
      async (...args: unknown[]) => {
        const answer = await (call as (...all: unknown[]) => unknown)(...args);
        const { response } = meshContract[operation as MeshOperation];
        expect(response.strict().parse(answer)).toEqual(answer);
        return answer;
      },
    ]),
  ) as MeshClient;
}

function portOf(address: string | { port: number } | null) {
  return typeof address === 'object' ? address?.port : undefined;
}

/**
 * The plugin in a backend of its own, over clusters in memory. `decide` is what the
 * permission framework answers next; `decisions` counts how often it was asked.
 */
export async function startMesh(options: StartMeshOptions = {}) {
  let source: InMemoryClusterSource | undefined;
  let decision = ALLOW;
  const decisions = jest.fn(async () => [decision]);
  const publish = jest.fn(async () => {});
  const catalog = catalogServiceMock.mock();
  const entities = catalogServiceMock({ entities: options.entities ?? [] });
  catalog.streamEntities.mockImplementation((request, credentials) => {
    if (options.catalog === 'down') throw new Error('The catalog is down');
    return entities.streamEntities(request, credentials);
  });
  const { server } = await startTestBackend({
    features: [
      createMeshPlugin({
        createClusterSource: watching => {
          source = new InMemoryClusterSource(watching);
          options.clusters?.(source);
          return source;
        },
        createMetricsSource: options.metricsSource,
      }),
      ...(options.features ?? []),
      mockServices.rootConfig.factory({
        data: { mesh: options.mesh ?? {} },
      }),
      mockServices.permissions.mock({
        authorize: decisions as never,
        authorizeConditional: decisions as never,
      }).factory,
      catalog.factory,
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({ publish }),
      }),
    ],
  });
  if (!source) throw new Error('The plugin did not ask for clusters');
  const baseUrl = `http://localhost:${portOf(server.address())}/api/mesh`;
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${baseUrl}${path}`, {
      headers: { Authorization: mockCredentials.user.header(), ...headers },
    });
  return {
    source,
    client: strictClient(baseUrl, (input, init) =>
      fetch(input, {
        ...init,
        headers: { Authorization: mockCredentials.user.header() },
      }),
    ),
    get,
    decisions,
    publish,
    catalog,
    decide(next: PolicyDecision) {
      decision = next;
    },
  };
}
