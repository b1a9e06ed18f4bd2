import { stringify } from 'yaml';
import { waitUntil } from '../../../../scripts/processes/waitUntil.ts';
import type { ApiAnswer, ApiObject } from '../support/apiClient.ts';
import {
  aDeployment,
  create,
  CORE,
  expectOk,
  patch,
  pathsOf,
  STRATEGIC,
  type SuiteContext,
} from './SuiteContext.ts';

const APPLY = 'application/apply-patch+yaml';

interface Entry {
  manager: string;
  operation: string;
  subresource?: string;
  fieldsV1: unknown;
}

/** `MANAGER OPERATION[/SUBRESOURCE]` and its fields, in the order in which the server keeps them, without times. */
function ownership(object: ApiObject): [string, unknown][] {
  const entries = (object.metadata.managedFields ?? []) as Entry[];
  return entries
    .map(({ manager, operation, subresource, fieldsV1 }): [string, unknown] => [
      `${manager} ${operation}${subresource ? `/${subresource}` : ''}`,
      fieldsV1,
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function causesOf(answer: ApiAnswer): { message: string; field: string }[] {
  const { causes } = answer.body.details as {
    causes: { reason: string; message: string; field: string }[];
  };
  expect(causes.map(cause => cause.reason)).toEqual(
    causes.map(() => 'FieldManagerConflict'),
  );
  // The real server tells them in no particular order.
  return causes
    .map(({ message, field }) => ({ message, field }))
    .sort((a, b) =>
      `${a.message} ${a.field}` < `${b.message} ${b.field}` ? -1 : 1,
    );
}

const withoutLabels = (name: string, data?: Record<string, string | null>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  ...(data ? { data } : {}),
});

/** PATCH with application/apply-patch+yaml: who owns a field, who may change it, and what goes with its last owner. */
export function serverSideApplySuite(context: SuiteContext): void {
  const paths = pathsOf(context);
  const apply = (path: string, body: unknown, query = 'fieldManager=one') =>
    context.api.request(query ? `${path}?${query}` : path, {
      method: 'PATCH',
      // JSON is YAML too, and leaves no doubt what is a text.
      body,
      contentType: APPLY,
    });
  const map = () => `${paths.configMaps()}/a`;
  const web = () => `${paths.deployments()}/web`;
  const applied = async (path: string, body: unknown, query?: string) =>
    expectOk(await apply(path, body, query));
  const get = async (path: string) => expectOk(await context.api.request(path));

  describe('by one manager', () => {
    it('reads YAML', async () => {
      const text = stringify(withoutLabels('a', { x: '1' }));
      const answer = await apply(map(), `# said by a person\n${text}`);
      expect(answer.body.data).toEqual({ x: '1' });
    });

    it('creates what is not there', async () => {
      const answer = await apply(map(), withoutLabels('a', { x: '1' }));
      expect(answer.status).toBe(201);
      expect(answer.body.data).toEqual({ x: '1' });
      expect((await get(map())).metadata.uid).toBe(answer.body.metadata.uid);
      const again = await apply(map(), withoutLabels('a', { x: '2' }));
      expect(again.status).toBe(200);
      expect(again.body.data).toEqual({ x: '2' });
    });

    it('owns what it says and no default: maps by field, lists by key or value', async () => {
      const deployment = aDeployment('web', {
        replicas: 2,
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            containers: [
              {
                name: 'main',
                image: 'registry.test/web:1',
                args: ['-v'],
                ports: [{ containerPort: 80 }],
                env: [{ name: 'A', value: 'b' }],
                resources: { requests: { cpu: '100m' }, limits: {} },
              },
            ],
          },
        },
      });
      Object.assign(deployment.metadata as object, {
        finalizers: ['example.test/kept'],
        annotations: { 'example.test/note': 'n' },
      });
      expect(ownership(await applied(web(), deployment))).toEqual([
        [
          'one Apply',
          {
            'f:metadata': {
              'f:annotations': { 'f:example.test/note': {} },
              'f:finalizers': { 'v:"example.test/kept"': {} },
              'f:labels': { 'f:app': {} },
            },
            'f:spec': {
              'f:replicas': {},
              'f:selector': {},
              'f:template': {
                'f:metadata': { 'f:labels': { 'f:app': {} } },
                'f:spec': {
                  'f:containers': {
                    'k:{"name":"main"}': {
                      '.': {},
                      'f:args': {},
                      'f:env': {
                        'k:{"name":"A"}': {
                          '.': {},
                          'f:name': {},
                          'f:value': {},
                        },
                      },
                      'f:image': {},
                      'f:name': {},
                      'f:ports': {
                        'k:{"containerPort":80,"protocol":"TCP"}': {
                          '.': {},
                          'f:containerPort': {},
                        },
                      },
                      'f:resources': {
                        'f:limits': {},
                        'f:requests': { 'f:cpu': {} },
                      },
                    },
                  },
                },
              },
            },
          },
        ],
      ]);
    });

    it('writes nothing when there is nothing new', async () => {
      const before = await applied(map(), withoutLabels('a', { x: '1' }));
      const after = await applied(map(), withoutLabels('a', { x: '1' }));
      expect(after).toEqual(before);
    });

    it('takes back what it no longer says, and leaves what is of others', async () => {
      const path = `${CORE}/namespaces/${context.namespace}`;
      const namespace = (labels: Record<string, string>) => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: context.namespace, labels },
      });
      await applied(path, namespace({ mesh: 'on', team: 'a' }));
      await patch(context, path, { metadata: { labels: { hand: 'made' } } });
      const after = await applied(path, namespace({ team: 'a' }));
      expect(after.metadata.labels).toEqual({
        hand: 'made',
        'kubernetes.io/metadata.name': context.namespace,
        team: 'a',
      });
      expect(after.spec).toEqual({ finalizers: ['kubernetes'] });
    });

    it('takes back members of keyed lists, and whole structs get their defaults again', async () => {
      const pod = (containers: object[]) =>
        aDeployment('web', {
          template: {
            metadata: { labels: { app: 'web' } },
            spec: { containers },
          },
        });
      const main = { name: 'main', image: 'registry.test/web:1' };
      const requests = { cpu: '100m' };
      await applied(
        web(),
        pod([
          { ...main, resources: { requests } },
          { name: 'side', image: 'registry.test/side:1' },
        ]),
      );
      const after = await applied(web(), pod([main]));
      expect(after.spec).toMatchObject({
        template: {
          spec: {
            containers: [
              { ...main, resources: {}, imagePullPolicy: 'IfNotPresent' },
            ],
          },
        },
      });
    });

    it('leaves a restart by somebody else alone', async () => {
      await applied(web(), aDeployment('web'));
      const annotations = { 'kubectl.kubernetes.io/restartedAt': 'now' };
      await patch(
        context,
        web(),
        { spec: { template: { metadata: { annotations } } } },
        { contentType: STRATEGIC, userAgent: 'restarter' },
      );
      const after = await applied(web(), aDeployment('web'));
      expect(after.spec).toMatchObject({
        template: { metadata: { annotations } },
      });
      expect(after.metadata.generation).toBe(2);
    });

    it('is forgotten when it says nothing any more', async () => {
      await applied(map(), withoutLabels('a', { x: '1' }));
      await applied(map(), withoutLabels('a', { y: '1' }), 'fieldManager=two');
      const after = await applied(map(), withoutLabels('a'));
      expect(after.data).toEqual({ y: '1' });
      expect(ownership(after)).toEqual([
        ['two Apply', { 'f:data': { 'f:y': {} } }],
      ]);
    });
  });

  describe('by several managers', () => {
    it('shares what they say alike, and keeps it for the last of them', async () => {
      await applied(map(), withoutLabels('a', { x: '1', y: '1' }));
      const two = 'fieldManager=two';
      await applied(map(), withoutLabels('a', { x: '1' }), two);
      const after = await applied(map(), withoutLabels('a'));
      expect(after.data).toEqual({ x: '1' });
      const last = await applied(map(), withoutLabels('a'), two);
      expect(last.data).toBeUndefined();
    });

    it('adds to keyed lists', async () => {
      const path = `${paths.services()}/web`;
      const service = (port: object) => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web' },
        spec: { ports: [port] },
      });
      await applied(path, service({ name: 'http', port: 80 }));
      const tls = service({ name: 'tls', port: 443 });
      const after = await applied(path, tls, 'fieldManager=two');
      expect(after.spec).toMatchObject({
        ports: [{ name: 'http' }, { name: 'tls', port: 443, protocol: 'TCP' }],
      });
      expect(ownership(after)[1]).toEqual([
        'two Apply',
        {
          'f:spec': {
            'f:ports': {
              'k:{"port":443,"protocol":"TCP"}': {
                '.': {},
                'f:name': {},
                'f:port': {},
              },
            },
          },
        },
      ]);
    });

    it('refuses another value, naming whose field it is', async () => {
      await applied(map(), withoutLabels('a', { x: '1' }));
      const other = withoutLabels('a', { x: '2' });
      const answer = await apply(map(), other, 'fieldManager=two');
      expect(answer.status).toBe(409);
      expect(answer.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Apply failed with 1 conflict: conflict with "one": .data.x',
        reason: 'Conflict',
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "one"',
              field: '.data.x',
            },
          ],
        },
        code: 409,
      });
      expect((await get(map())).data).toEqual({ x: '1' });
    });

    it('tells all conflicts, those with writers by PATCH and scale too', async () => {
      const labels = { 'app.kubernetes.io/name': 'web' };
      const wanted = aDeployment('web', { replicas: 2 });
      Object.assign(wanted.metadata as object, { labels });
      await applied(web(), wanted);
      await patch(
        context,
        `${web()}/scale`,
        { spec: { replicas: 5 } },
        { userAgent: 'scaler' },
      );
      const containers = [{ name: 'main', image: 'registry.test/web:2' }];
      await patch(
        context,
        web(),
        {
          metadata: { labels: { 'app.kubernetes.io/name': 'other' } },
          spec: { template: { spec: { containers } } },
        },
        { contentType: STRATEGIC, userAgent: 'setter' },
      );
      const answer = await apply(web(), wanted);
      expect(answer.body.message).toBe(
        [
          'Apply failed with 3 conflicts: conflicts with "scaler" with subresource "scale" using apps/v1:',
          '- .spec.replicas',
          'conflicts with "setter" using apps/v1:',
          '- .metadata.labels.app.kubernetes.io/name',
          '- .spec.template.spec.containers[name="main"].image',
        ].join('\n'),
      );
      const setter = 'conflict with "setter" using apps/v1';
      expect(causesOf(answer)).toEqual([
        {
          message:
            'conflict with "scaler" with subresource "scale" using apps/v1',
          field: '.spec.replicas',
        },
        { message: setter, field: '.metadata.labels.app.kubernetes.io/name' },
        {
          message: setter,
          field: '.spec.template.spec.containers[name="main"].image',
        },
      ]);
    });

    it('takes over by force', async () => {
      await create(
        context,
        paths.configMaps(),
        withoutLabels('a', { x: '1', y: '1' }),
        'first',
      );
      const wanted = withoutLabels('a', { x: '2' });
      expect((await apply(map(), wanted)).status).toBe(409);
      const after = await applied(map(), wanted, 'fieldManager=one&force=true');
      expect(after.data).toEqual({ x: '2', y: '1' });
      expect(ownership(after)).toEqual([
        ['first Update', { 'f:data': { '.': {}, 'f:y': {} } }],
        ['one Apply', { 'f:data': { 'f:x': {} } }],
      ]);
    });

    it('knows nobody who scaled what nobody had set', async () => {
      await applied(web(), aDeployment('web'));
      const scale = { spec: { replicas: 3 } };
      await patch(context, `${web()}/scale`, scale, { userAgent: 'scaler' });
      const after = await applied(web(), aDeployment('web', { replicas: 2 }));
      expect(after.spec).toMatchObject({ replicas: 2 });
    });

    it('lets a PATCH by another win over what was applied', async () => {
      await applied(map(), withoutLabels('a', { x: '1', y: '1' }));
      const body = { data: { x: '2' } };
      await patch(context, map(), body, { userAgent: 'hand' });
      const after = await get(map());
      expect(ownership(after)).toEqual([
        ['hand Update', { 'f:data': { 'f:x': {} } }],
        ['one Apply', { 'f:data': { 'f:y': {} } }],
      ]);
    });
  });

  describe('of the status', () => {
    const status = (replicas: number) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { replicas: 9 },
      status: {
        replicas,
        conditions: [{ type: 'Available', status: 'True', reason: 'r' }],
      },
    });

    it('changes and owns nothing else', async () => {
      await applied(web(), aDeployment('web', { replicas: 1 }));
      const after = await applied(`${web()}/status`, status(7));
      expect(after).toMatchObject({
        spec: { replicas: 1 },
        status: { replicas: 7, conditions: [{ type: 'Available' }] },
      });
      const mine = ownership(after).find(([who]) => who === 'one Apply/status');
      expect(mine).toEqual([
        'one Apply/status',
        {
          'f:status': {
            'f:conditions': {
              'k:{"type":"Available"}': {
                '.': {},
                'f:reason': {},
                'f:status': {},
                'f:type': {},
              },
            },
            'f:replicas': {},
          },
        },
      ]);
    });

    it('is left alone by those who apply the rest', async () => {
      await applied(web(), aDeployment('web'));
      const all = { ...aDeployment('web'), status: { replicas: 7 } };
      const after = await applied(web(), all);
      expect(after.status).toEqual({});
      expect(JSON.stringify(ownership(after))).not.toContain('f:status');
    });
  });

  it('sets the scale, under the name of the subresource', async () => {
    await applied(web(), aDeployment('web', { replicas: 1 }));
    const scale = {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'web' },
      spec: { replicas: 4 },
    };
    const two = 'fieldManager=two';
    const refused = await apply(`${web()}/scale`, scale, two);
    expect(refused.body.message).toBe(
      'Apply failed with 1 conflict: conflict with "one": .spec.replicas',
    );
    const forced = await applied(`${web()}/scale`, scale, `${two}&force=true`);
    expect(forced).toMatchObject({ kind: 'Scale', spec: { replicas: 4 } });
    const after = await get(web());
    expect(after.spec).toMatchObject({ replicas: 4 });
    expect(ownership(after)[1]).toEqual([
      'two Apply/scale',
      { 'f:spec': { 'f:replicas': {} } },
    ]);
  });

  describe('as a dry run', () => {
    it('says what would be and writes nothing', async () => {
      const query = 'fieldManager=one&dryRun=All';
      const answer = await apply(map(), withoutLabels('a', { x: '1' }), query);
      expect(answer.status).toBe(201);
      expect(answer.body.data).toEqual({ x: '1' });
      expect((await context.api.request(map())).status).toBe(404);
      await applied(map(), withoutLabels('a', { x: '1' }));
      const next = await applied(map(), withoutLabels('a', { x: '2' }), query);
      expect(next.data).toEqual({ x: '2' });
      expect((await get(map())).data).toEqual({ x: '1' });
    });

    it('tells conflicts', async () => {
      await applied(map(), withoutLabels('a', { x: '1' }));
      const other = withoutLabels('a', { x: '2' });
      const answer = await apply(map(), other, 'fieldManager=two&dryRun=All');
      expect(answer.status).toBe(409);
    });
  });

  describe('is refused', () => {
    beforeEach(async () => {
      await applied(map(), withoutLabels('a', { x: '1' }));
    });
    const uid = 'c84ea8f4-2a94-44c6-937d-65a044e053aa';
    const aMap = (metadata: object) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', ...metadata },
    });

    it.each([
      {
        why: 'without a manager',
        body: aMap({}),
        query: '',
        code: 422,
        message:
          'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      },
      {
        why: 'with managed fields',
        body: aMap({ managedFields: [] }),
        code: 400,
        message: 'metadata.managedFields must be nil',
      },
      {
        why: 'with another name',
        body: aMap({ name: 'b' }),
        code: 400,
        message:
          'the name of the object (b) does not match the name on the URL (a)',
      },
      {
        why: 'with another namespace',
        body: aMap({ namespace: 'other' }),
        code: 400,
        message:
          'the namespace of the provided object does not match the namespace sent on the request',
      },
      {
        why: 'without a kind',
        body: { metadata: { name: 'a' } },
        code: 400,
        message: 'invalid object type: /, Kind=',
      },
      {
        why: 'with another kind',
        body: { ...aMap({}), kind: 'Secret' },
        code: 400,
        message: 'invalid object type: /v1, Kind=Secret',
      },
      {
        why: 'with an older resourceVersion',
        body: { ...aMap({ resourceVersion: '1' }), data: { x: '3' } },
        code: 409,
        message:
          'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
      },
      {
        why: 'with the uid of another object',
        body: { ...aMap({ uid }), data: { x: '3' } },
        code: 422,
        message: `ConfigMap "a" is invalid: metadata.uid: Invalid value: "${uid}": field is immutable`,
      },
    ])('$why', async ({ body, query, code, message }) => {
      const answer = await apply(map(), body, query);
      expect(answer.body).toMatchObject({ code, message });
      expect((await get(map())).data).toEqual({ x: '1' });
    });

    it('with the uid of an object that is not there', async () => {
      const answer = await apply(
        `${paths.configMaps()}/gone`,
        aMap({ name: 'gone', uid }),
      );
      expect(answer.body).toMatchObject({
        code: 409,
        reason: 'Conflict',
        message: `Operation cannot be fulfilled on configmaps "gone": uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
      });
    });

    it('in a namespace that is not there', async () => {
      const path = `${CORE}/namespaces/nowhere/configmaps/a`;
      const answer = await apply(path, aMap({}));
      expect(answer.body).toMatchObject({
        code: 404,
        message: 'namespaces "nowhere" not found',
      });
    });

    it('when what comes out is not valid', async () => {
      const labels = { app: 'not a label!' };
      const answer = await apply(map(), aMap({ labels }));
      expect(answer.status).toBe(422);
    });

    it('as text that is no YAML', async () => {
      const answer = await apply(map(), 'a: [');
      expect(answer.status).toBe(400);
      expect(answer.body.message).toMatch(/^error decoding YAML: /);
    });

    it('by force where a patch of another type is meant', async () => {
      const answer = await patch(context, `${map()}?force=true`, {});
      expect(answer.body).toMatchObject({
        code: 422,
        message:
          'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
      });
    });
  });

  describe('with kubectl', () => {
    const kubectl = (args: string, input?: object) =>
      context.server.kubectl(
        ['--namespace', context.namespace, ...args.split(' ')],
        input && stringify(input),
      );

    it('applies, shows a difference, meets a conflict and takes over', async () => {
      const SERVER_SIDE = 'apply --server-side -f -';
      const one = aDeployment('web', { replicas: 1 });
      expect(await kubectl(SERVER_SIDE, one)).toBe(
        'deployment.apps/web serverside-applied\n',
      );
      const three = aDeployment('web', { replicas: 3 });
      await expect(kubectl('diff --server-side -f -', three)).rejects.toThrow(
        /diff/,
      );
      await kubectl('scale deployment web --replicas=2');
      await expect(kubectl(SERVER_SIDE, three)).rejects.toThrow(
        'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
      );
      await kubectl(`${SERVER_SIDE} --force-conflicts`, three);
      expect((await get(web())).spec).toMatchObject({ replicas: 3 });
      expect(await kubectl('diff --server-side -f -', three)).toBe('');
    }, 60_000);

    it('goes on where it applied on the client side before', async () => {
      await kubectl('apply -f -', aDeployment('web', { replicas: 1 }));
      const three = aDeployment('web', { replicas: 3 });
      await kubectl('apply --server-side -f -', three);
      const after = await get(web());
      expect(after.spec).toMatchObject({ replicas: 3 });
      expect(ownership(after).map(([who]) => who)).toEqual([
        'kubectl Apply',
        'kubectl-last-applied Apply',
      ]);
      const note = 'kubectl.kubernetes.io/last-applied-configuration';
      const said = after.metadata.annotations?.[note] ?? '{}';
      expect(JSON.parse(said).spec.replicas).toBe(3);
    }, 60_000);
  });

  describe('of a custom kind', () => {
    const group = () => `${context.namespace}.example.com`;
    const definitions =
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const doors = () =>
      `/apis/${group()}/v1/namespaces/${context.namespace}/doors`;
    const define = async () => {
      await create(context, definitions, aDoorDefinition(group()));
      await waitUntil(
        async () => (await context.api.request(doors())).status === 200,
        { what: 'the kind to be served', timeoutMilliseconds: 10_000 },
      );
    };
    afterEach(() =>
      context.api.request(`${definitions}/doors.${group()}`, {
        method: 'DELETE',
      }),
    );
    const door = (spec: object) => ({
      apiVersion: `${group()}/v1`,
      kind: 'Door',
      metadata: { name: 'a' },
      spec,
    });

    it('owns values, keyed members, and other lists as a whole', async () => {
      await define();
      const listener = { name: 'front', port: 80 };
      const spec = { colour: 'red', bells: ['a'], listeners: [listener] };
      const after = await applied(`${doors()}/a`, door(spec));
      expect(ownership(after)).toEqual([
        [
          'one Apply',
          {
            'f:spec': {
              'f:bells': {},
              'f:colour': {},
              'f:listeners': {
                'k:{"name":"front"}': { '.': {}, 'f:name': {}, 'f:port': {} },
              },
            },
          },
        ],
      ]);
      const second = door({ listeners: [{ name: 'back', port: 81 }] });
      const both = await applied(`${doors()}/a`, second, 'fieldManager=two');
      expect(both.spec).toEqual({
        ...spec,
        listeners: [listener, { name: 'back', port: 81 }],
      });
      const other = await apply(
        `${doors()}/a`,
        door({ bells: ['b'] }),
        'fieldManager=two',
      );
      expect(other.body.message).toBe(
        'Apply failed with 1 conflict: conflict with "one": .spec.bells',
      );
    });
  });
}

/** A kind of a group of its own, with a list whose members have names. */
function aDoorDefinition(group: string): Record<string, unknown> {
  const listener = {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' }, port: { type: 'integer' } },
  };
  const spec = {
    type: 'object',
    properties: {
      colour: { type: 'string' },
      bells: { type: 'array', items: { type: 'string' } },
      listeners: {
        type: 'array',
        items: listener,
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
      },
    },
  };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `doors.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'doors', singular: 'door', kind: 'Door' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}
