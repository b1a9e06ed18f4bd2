import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  preflightSchema,
  requestDetailsSchema,
  text,
  type Preflight,
  type RequestDetails,
} from '@meshport/plugin-mesh-common';
import { meshRequestConditions } from '@meshport/plugin-mesh-node';
import { aNamespace } from '@meshport/plugin-mesh-node/testing';
import { restartedAtPath } from './core/requests/restart';
import { InMemoryClusterSource } from './io/kube/InMemoryClusterSource';
import type { Written } from './io/kube/ObjectWriter';
import { createMeshPlugin } from './plugin';
import { eventually } from './testing/eventually';
import { anApp } from './__testUtils__/apps';
import type { ObjectAccess } from './wireRequests';

const DANA = mockCredentials.user.header('user:default/dana');
const PAT = mockCredentials.user.header('user:default/pat');
const OTHER = mockCredentials.user.header('user:default/other');
const SERVICE = mockCredentials.service.header();
const NOBODY = mockCredentials.none.header();

/** Dana asks, Pat decides, and Other may neither; what Dana filed Dana sees. */
const RIGHTS: Record<string, Record<string, 'ALLOW' | 'OWN'>> = {
  'user:default/dana': {
    'mesh.request.create': 'ALLOW',
    'mesh.request.read': 'OWN',
    // Whatever a policy says, nobody decides on the own.
    'mesh.request.approve': 'ALLOW',
  },
  'user:default/pat': {
    'mesh.request.create': 'ALLOW',
    'mesh.request.read': 'ALLOW',
    'mesh.request.approve': 'ALLOW',
  },
};

function decisionOf(permission: string, ref: string | undefined) {
  // As the framework does: services are let through.
  const right = ref === undefined ? 'ALLOW' : RIGHTS[ref]?.[permission];
  if (right !== 'OWN') {
    const isAllowed = right === 'ALLOW' || permission === 'mesh.service.read';
    return { result: AuthorizeResult[isAllowed ? 'ALLOW' : 'DENY'] };
  }
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'mesh',
    resourceType: 'mesh-request',
    conditions: meshRequestConditions.isRequester({ claims: [ref ?? ''] }),
  };
}

type Asked = { permission: { name: string } }[];
type By = { credentials: { principal: { userEntityRef?: string } } };

/** What becomes of the next restart. */
interface Fate {
  isReady: boolean;
  refusal?: Written;
}

/** One cluster with one workload, which is ready again as soon as it was restarted. */
function oneWorkload(): ObjectAccess & { restarts: string[]; fate: Fate } {
  const restarts: string[] = [];
  const fate: Fate = { isReady: true };
  const object = () => ({
    kind: 'Deployment',
    metadata: { uid: 'uid-1', generation: 1 },
    spec: {
      replicas: 1,
      template: {
        metadata: {
          annotations: restarts.length
            ? { [restartedAtPath[4]]: restarts[restarts.length - 1] }
            : {},
        },
      },
    },
    status: {
      ...{ observedGeneration: 1, replicas: 1 },
      ...{ updatedReplicas: 1, readyReplicas: fate.isReady ? 1 : 0 },
    },
  });
  return {
    restarts,
    fate,
    live: {
      get: async () => ({ state: 'found', object: object() }),
      list: async () => ({ status: 'live', items: [] }),
    },
    writer: {
      restart: async (_, { at }) => {
        if (fate.refusal) return fate.refusal;
        restarts.push(at);
        return { state: 'written' };
      },
    },
  };
}

async function startRequests() {
  const access = oneWorkload();
  const audited = jest.fn();
  const sent = jest.fn(async () => undefined);
  const authorizeConditional = async (asked: Asked, { credentials }: By) =>
    asked.map(({ permission }) =>
      decisionOf(permission.name, credentials.principal.userEntityRef),
    );
  const { server } = await startTestBackend({
    features: [
      createMeshPlugin({
        objectAccess: access,
        createClusterSource: watching => {
          const source = new InMemoryClusterSource(watching);
          source
            .add('west')
            .apply(aNamespace({ name: 'shop' }), ...anApp('shop', 'cart'));
          return source;
        },
      }),
      mockServices.rootConfig.factory({
        data: {
          mesh: {
            requests: {
              notify: ['group:default/platform'],
              deliveries: [{ clusters: ['*'], type: 'apply', token: 'x' }],
            },
          },
        },
      }),
      mockServices.permissions.mock({
        authorize: authorizeConditional as never,
        authorizeConditional: authorizeConditional as never,
      }).factory,
      mockServices.auditor.mock({
        createEvent: async event => {
          const meta = event.meta as { operation: string };
          return {
            success: async () => void audited(meta.operation, 'success'),
            fail: async () => void audited(meta.operation, 'fail'),
          };
        },
      }).factory,
      catalogServiceMock.mock().factory,
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({ publish: async () => undefined }),
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({ send: sent }),
      }),
    ],
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const call = async (
    as: string,
    path: string,
    body?: object | string,
    headers: Record<string, string> = {},
  ) => {
    const response = await fetch(`http://localhost:${port}/api/mesh${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Authorization: as,
        'Content-Type': 'application/json',
        ...headers,
      },
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    });
    const told = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      json: told ? JSON.parse(told) : undefined,
      message: told ? JSON.parse(told).error?.message : undefined,
    };
  };
  const form = {
    kind: 'workload-restart',
    clusters: ['west'],
    namespace: 'shop',
    workloads: [{ kind: 'Deployment', name: 'cart' }],
  };
  const preflight = async (): Promise<Preflight> => {
    const { json } = await call(PAT, '/v1/preflight', { form });
    return preflightSchema.parse(json);
  };
  await eventually(async () =>
    (await call(PAT, '/v1/preflight', { form })).status === 200
      ? true
      : undefined,
  );
  const filing = async () => {
    const { hash, warnings } = await preflight();
    const accepts = warnings.map(({ check }) => check);
    return { form, reason: 'Old proxies', hash, accepts };
  };
  const file = async (): Promise<RequestDetails> => {
    const { json } = await call(DANA, '/v1/requests', await filing());
    return requestDetailsSchema.parse(json);
  };
  return { access, audited, sent, call, form, preflight, filing, file };
}

describe('requests, from asking to done', () => {
  let shop: Awaited<ReturnType<typeof startRequests>>;
  let id: string;
  let hash: string;

  beforeAll(async () => {
    shop = await startRequests();
    const { request } = await shop.file();
    id = request.id;
    hash = request.hash;
  });

  it('is worked out: what changes, and whom it concerns', async () => {
    const { phases, blockers } = await shop.preflight();
    expect(blockers).toEqual([]);
    expect(phases[0].changes[0]).toMatchObject({
      operation: 'restart',
      object: { cluster: 'west', kind: 'Deployment', name: 'cart' },
    });
  });

  it('is the same request when it is asked for again', async () => {
    expect((await shop.file()).request.id).toBe(id);
  });

  it.each([
    ['somebody who may not', OTHER, 404],
    ['nobody', NOBODY, 401],
  ])('cannot be asked for by %s', async (_, as, status) => {
    const filing = await shop.filing();
    expect((await shop.call(as, '/v1/requests', filing)).status).toBe(status);
    const { form } = shop;
    expect((await shop.call(as, '/v1/preflight', { form })).status).toBe(
      status,
    );
  });

  it('cannot be asked for by a service', async () => {
    const answer = await shop.call(
      SERVICE,
      '/v1/requests',
      await shop.filing(),
    );
    expect(answer).toMatchObject({
      status: 403,
      message: expect.stringContaining('Only people'),
    });
  });

  it.each([
    ['the one who decides', PAT, 200],
    ['the requester, by a condition', DANA, 200],
    ['somebody else', OTHER, 404],
    ['nobody', NOBODY, 401],
  ])('is seen by %s', async (_, as, status) => {
    expect((await shop.call(as, `/v1/requests/${id}`)).status).toBe(status);
    const list = await shop.call(as, '/v1/requests');
    const seen = list.json.items?.map((one: { id: string }) => one.id) ?? [];
    expect(seen).toEqual(status === 200 ? [id] : []);
  });

  it('reads the same whether it is not there or may not be seen', async () => {
    const hidden = await shop.call(OTHER, `/v1/requests/${id}`);
    const missing = await shop.call(OTHER, '/v1/requests/nothing');
    expect(hidden.message).toBe(missing.message);
  });

  it('says to whom may decide, and to who may not why', async () => {
    const commandsOf = async (as: string) => {
      const { json } = await shop.call(as, `/v1/requests/${id}`);
      const { commands } = requestDetailsSchema.parse(json);
      return commands.find(({ command }) => command === 'approve');
    };
    expect(await commandsOf(PAT)).toEqual({
      command: 'approve',
      allowed: true,
    });
    expect((await commandsOf(DANA))?.reason?.id).toBe('request.refused.own');
  });

  it.each([
    ['all', PAT, 1],
    ['mine', PAT, 0],
    ['mine', DANA, 1],
    ['to-decide', PAT, 1],
    ['to-decide', DANA, 0],
  ])('lists %s: case %#', async (view, as, count) => {
    const { json } = await shop.call(as, `/v1/requests?view=${view}`);
    expect(json.items).toHaveLength(count);
  });

  it('is not sent again as long as nothing changes', async () => {
    const first = await shop.call(PAT, `/v1/requests/${id}`);
    const tag = first.headers.get('etag') ?? '';
    const again = await shop.call(PAT, `/v1/requests/${id}`, undefined, {
      'If-None-Match': tag,
    });
    expect(again.status).toBe(304);
  });

  it.each([
    ['the requester', DANA, 403],
    ['somebody else', OTHER, 404],
    ['a service', SERVICE, 403],
    ['nobody', NOBODY, 401],
  ])('is not decided by %s, which is audited', async (_, as, status) => {
    for (const decision of ['approve', 'reject', 'ask-for-changes']) {
      const body =
        decision === 'approve' ? { hash } : { comment: 'Because of this.' };
      const path = `/v1/requests/${id}/${decision}`;
      expect((await shop.call(as, path, body)).status).toBe(status);
    }
    expect(shop.audited).toHaveBeenCalledWith('approveRequest', 'fail');
    expect(shop.access.restarts).toEqual([]);
  });

  it.each<[string, object | string, string]>([
    ['approve', {}, 'body.hash'],
    ['approve', { hash: 'any', force: true }, 'force'],
    ['reject', {}, 'body.comment'],
    ['reject', '{"comment":', ''],
  ])('refuses what is wrong in %s: case %#', async (name, body, field) => {
    const answer = await shop.call(PAT, `/v1/requests/${id}/${name}`, body);
    expect(answer.status).toBe(400);
    expect(answer.message).toContain(field);
  });

  it('takes no names that are none, and no body that is too large', async () => {
    const form = { ...shop.form, namespace: 'shop"\nkind: Secret' };
    const wrong = await shop.call(PAT, '/v1/preflight', { form });
    expect(wrong.status).toBe(400);
    expect(wrong.message).toContain('body.form.namespace');
    const reason = 'x'.repeat(300 * 1024);
    const filing = { ...(await shop.filing()), reason };
    expect((await shop.call(DANA, '/v1/requests', filing)).status).toBe(413);
  });

  it('cannot be approved by a hash of before', async () => {
    const path = `/v1/requests/${id}/approve`;
    const answer = await shop.call(PAT, path, { hash: 'old' });
    expect(answer.status).toBe(409);
  });

  it('is approved, restarted once, and done', async () => {
    const path = `/v1/requests/${id}/approve`;
    expect((await shop.call(PAT, path, { hash })).status).toBe(200);
    expect(shop.audited).toHaveBeenCalledWith('approveRequest', 'success');
    const { request } = await eventually(async () => {
      const { json } = await shop.call(DANA, `/v1/requests/${id}`);
      const details = requestDetailsSchema.parse(json);
      return details.request.state === 'done' ? details : undefined;
    });
    expect(shop.access.restarts).toHaveLength(1);
    expect(request.history.map(({ event }) => event)).toEqual([
      ...['filed', 'approved', 'delivery-started'],
      ...['step-started', 'step-done', 'step-started', 'step-done'],
      'delivery-done',
    ]);
    expect(shop.sent).toHaveBeenCalledWith(
      expect.objectContaining({
        payload: expect.objectContaining({ scope: `mesh-request-${id}` }),
      }),
    );
  });
});

/** Two turns of the worker, where many tests run. */
const DELIVERED_WITHIN = 20_000;

describe('a request that somebody does something with', () => {
  let shop: Awaited<ReturnType<typeof startRequests>>;
  let id: string;

  beforeAll(async () => {
    shop = await startRequests();
    id = (await shop.file()).request.id;
  });

  const give = (as: string, command: string, body: object = {}) =>
    shop.call(as, `/v1/requests/${id}/${command}`, body);
  const now = async () => {
    const { json } = await shop.call(DANA, `/v1/requests/${id}`);
    return requestDetailsSchema.parse(json).request;
  };
  const becomes = (wanted: string) =>
    eventually(async () => {
      const { state } = await now();
      return state === wanted ? true : undefined;
    });
  const approveAnew = async () => {
    const { request } = await shop.file();
    id = request.id;
    const { hash } = request;
    expect((await give(PAT, 'approve', { hash })).status).toBe(200);
  };

  const NOT_ALLOWED = [
    ['somebody who may not see it', OTHER, 404],
    ['a service', SERVICE, 403],
    ['nobody', NOBODY, 401],
  ] as const;

  it.each(NOT_ALLOWED)('does not obey %s', async (_, as, status) => {
    const filing = await shop.filing();
    for (const [command, body] of [
      ['comment', { comment: 'Why?' }],
      ['resubmit', filing],
      ...['withdraw', 'recheck', 'continue', 'pause', 'retry'].map(
        name => [name, {}] as const,
      ),
    ] as const) {
      const { status: answered } = await give(as, command, body);
      expect({ command, answered }).toEqual({ command, answered: status });
    }
    expect((await now()).version).toBe(1);
  });

  it('is commented by those who see it, which is kept and audited', async () => {
    expect((await give(PAT, 'comment')).message).toContain('body.comment');
    await give(PAT, 'comment', { comment: 'Why now?' });
    const { status } = await give(DANA, 'comment', { comment: 'Old proxies.' });
    expect(status).toBe(200);
    expect((await now()).history.slice(1)).toMatchObject([
      { event: 'commented', by: 'user:default/pat', comment: 'Why now?' },
      { event: 'commented', by: 'user:default/dana', comment: 'Old proxies.' },
    ]);
    expect(shop.audited).toHaveBeenCalledWith('commentOnRequest', 'success');
  });

  it('is asked for again by the requester alone, as it would be done now', async () => {
    const comment = 'Which one?';
    await give(PAT, 'ask-for-changes', { comment });
    const filing = { ...(await shop.filing()), reason: 'The one in west.' };
    expect((await give(PAT, 'resubmit', filing)).status).toBe(403);
    const stale = { ...filing, hash: 'old' };
    expect((await give(DANA, 'resubmit', stale)).status).toBe(409);
    expect((await now()).state).toBe('changes-asked');
    expect((await give(DANA, 'resubmit', filing)).status).toBe(200);
    expect(await now()).toMatchObject({
      state: 'pending',
      reason: 'The one in west.',
    });
  });

  it('is withdrawn by the requester alone, once', async () => {
    expect((await give(PAT, 'withdraw')).status).toBe(403);
    expect((await give(DANA, 'withdraw')).status).toBe(200);
    expect((await now()).state).toBe('withdrawn');
    const again = await give(DANA, 'withdraw');
    expect(again).toMatchObject({
      status: 409,
      message: expect.stringContaining('The request is withdrawn'),
    });
    expect(shop.audited).toHaveBeenCalledWith('withdrawRequest', 'fail');
  });

  it(
    'is paused under way, and goes on when it is continued',
    async () => {
      const { fate, restarts } = shop.access;
      const before = restarts.length;
      fate.isReady = false;
      await approveAnew();
      await becomes('delivering');
      expect((await give(DANA, 'continue')).status).toBe(409);
      expect((await give(DANA, 'pause')).status).toBe(200);
      expect((await now()).state).toBe('waiting');
      expect((await give(DANA, 'pause')).status).toBe(409);
      expect((await give(DANA, 'retry')).status).toBe(409);
      fate.isReady = true;
      expect((await give(PAT, 'continue')).status).toBe(200);
      await becomes('done');
      expect(restarts).toHaveLength(before + 1);
    },
    DELIVERED_WITHIN,
  );

  it(
    'is tried again when it failed',
    async () => {
      const { fate, restarts } = shop.access;
      const before = restarts.length;
      const reason = text('request.error.no-delivery');
      fate.refusal = { state: 'refused', reason };
      await approveAnew();
      await becomes('failed');
      fate.refusal = undefined;
      expect(restarts).toHaveLength(before);
      expect((await give(DANA, 'retry')).status).toBe(200);
      await becomes('done');
      expect(restarts).toHaveLength(before + 1);
      expect((await give(DANA, 'retry')).status).toBe(409);
    },
    DELIVERED_WITHIN,
  );
});
