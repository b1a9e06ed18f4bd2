import {
  aConfigMap,
  aDeployment,
  aPod,
  create,
  CORE,
  expectOk,
  JSON_PATCH,
  patch,
  pathsOf,
  STRATEGIC,
  type SuiteContext,
} from './SuiteContext.ts';

export function objectsSuite(context: SuiteContext): void {
  const paths = pathsOf(context);
  const get = (path: string) => context.api.request(path);
  const put = (path: string, body: unknown) =>
    context.api.request(path, { method: 'PUT', body });
  const post = (path: string, body: unknown, contentType?: string) =>
    context.api.request(path, { method: 'POST', body, contentType });

  describe('created', () => {
    it('get a uid, a time, a version and a manager', async () => {
      const answer = await post(
        paths.configMaps(),
        aConfigMap('a', { data: { k: 'v' } }),
      );
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({
        kind: 'ConfigMap',
        apiVersion: 'v1',
        metadata: {
          name: 'a',
          namespace: context.namespace,
          uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
          resourceVersion: expect.stringMatching(/^\d+$/),
          creationTimestamp: expect.stringMatching(
            /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
          ),
        },
        data: { k: 'v' },
      });
      expect(answer.body.metadata).not.toHaveProperty('generation');
    });

    it('take apiVersion and kind from the URL', async () => {
      const body = { metadata: { name: 'a' } };
      expect(await create(context, paths.configMaps(), body)).toMatchObject({
        kind: 'ConfigMap',
        apiVersion: 'v1',
      });
    });

    it('get a name from generateName', async () => {
      const body = { metadata: { generateName: 'job-' } };
      const { metadata } = await create(context, paths.configMaps(), body);
      expect(metadata.name).toMatch(/^job-[a-z0-9]{5}$/);
      expect(metadata).toMatchObject({ generateName: 'job-' });
    });

    it('may be written in YAML', async () => {
      const yaml = 'metadata:\n  name: a\ndata: {k: v}\n';
      const answer = await post(paths.configMaps(), yaml, 'application/yaml');
      expect(expectOk(answer).data).toEqual({ k: 'v' });
    });

    it('do not take over a status', async () => {
      const body = { ...aDeployment('a'), status: { replicas: 7 } };
      const deployment = await create(context, paths.deployments(), body);
      expect(deployment.status).toEqual({});
    });
  });

  describe('refused', () => {
    it('exist already', async () => {
      await create(context, paths.deployments(), aDeployment('a'));
      const answer = await post(paths.deployments(), aDeployment('a'));
      expect(answer.status).toBe(409);
      expect(answer.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'deployments.apps "a" already exists',
        reason: 'AlreadyExists',
        details: { name: 'a', group: 'apps', kind: 'deployments' },
        code: 409,
      });
    });

    it('belong to a namespace that does not exist', async () => {
      const path = `${CORE}/namespaces/nowhere/configmaps`;
      const answer = await post(path, aConfigMap('a'));
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({
        message: 'namespaces "nowhere" not found',
        details: { name: 'nowhere', kind: 'namespaces' },
      });
    });

    it.each([
      {
        what: 'another namespace than in the URL',
        body: { metadata: { name: 'a', namespace: 'elsewhere' } },
        message:
          'the namespace of the provided object does not match the namespace sent on the request',
      },
      {
        what: 'another kind than in the URL',
        body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
        message: 'Pod in version "v1" cannot be handled as a ConfigMap',
      },
      { what: 'no JSON', body: '{bad', message: "couldn't get version/kind" },
    ])('have $what', async ({ body, message }) => {
      const answer = await post(paths.configMaps(), body);
      expect(answer.status).toBe(400);
      expect(answer.body.reason).toBe('BadRequest');
      expect(answer.body.message).toContain(message);
    });

    it('are in an unknown format', async () => {
      const answer = await post(paths.configMaps(), 'x', 'text/plain');
      expect(answer.status).toBe(415);
      expect(answer.body.reason).toBe('UnsupportedMediaType');
    });

    it.each([
      {
        what: 'no name',
        path: paths.configMaps,
        body: { metadata: {} },
        problems: [
          ['metadata.name', 'Required value: name or generateName is required'],
        ],
      },
      {
        what: 'a bad name and bad labels',
        path: paths.configMaps,
        body: aConfigMap('A_b', {}, { a: 'b c', '-x': '1' }),
        problems: [
          ['metadata.name', 'Invalid value: "A_b": a lowercase RFC 1123'],
          ['metadata.labels', 'Invalid value: "b c": a valid label must be'],
          ['metadata.labels', 'Invalid value: "-x": name part must consist'],
        ],
      },
      {
        what: 'containers without name and image',
        path: paths.pods,
        body: aPod('a', { containers: [{}] }),
        problems: [
          ['spec.containers[0].name', 'Required value'],
          ['spec.containers[0].image', 'Required value'],
        ],
      },
      {
        what: 'a selector that misses its template',
        path: paths.deployments,
        body: aDeployment('a', { selector: { matchLabels: { x: 'y' } } }),
        problems: [
          [
            'spec.template.metadata.labels',
            'Invalid value: {"app":"a"}: `selector` does not match template `labels`',
          ],
        ],
      },
      {
        what: 'no ports',
        path: paths.services,
        body: { metadata: { name: 'a' }, spec: {} },
        problems: [['spec.ports', 'Required value']],
      },
    ])('have $what (422)', async ({ path, body, problems }) => {
      const answer = await post(path(), body);
      expect(answer.status).toBe(422);
      expect(answer.body.reason).toBe('Invalid');
      const { causes } = answer.body.details as { causes: object[] };
      expect(causes).toHaveLength(problems.length);
      // A real server goes through labels in no order.
      expect(causes).toEqual(
        expect.arrayContaining(
          problems.map(([field, message]) => ({
            reason: message.startsWith('Required')
              ? 'FieldValueRequired'
              : 'FieldValueInvalid',
            field,
            message: expect.stringContaining(message),
          })),
        ),
      );
    });

    it.each([
      { method: 'POST', name: '/a' },
      { method: 'PUT', name: '' },
      { method: 'PATCH', name: '' },
    ])('use $method where it is not offered', async ({ method, name }) => {
      const answer = await context.api.request(`${paths.configMaps()}${name}`, {
        method,
        body: aConfigMap('a'),
      });
      expect(answer.status).toBe(405);
      expect(answer.body).toMatchObject({
        reason: 'MethodNotAllowed',
        message:
          'the server does not allow this method on the requested resource',
      });
    });
  });

  describe('read', () => {
    it('are not found', async () => {
      const { status, body } = await get(`${paths.deployments()}/nosuch`);
      expect(status).toBe(404);
      expect(body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'deployments.apps "nosuch" not found',
        reason: 'NotFound',
        details: { name: 'nosuch', group: 'apps', kind: 'deployments' },
        code: 404,
      });
    });

    it('are sent in YAML to who asks for it', async () => {
      await create(context, paths.configMaps(), aConfigMap('a'));
      const { headers, text } = await context.api.request(
        `${paths.configMaps()}/a`,
        { accept: 'application/yaml' },
      );
      expect(headers['content-type']).toBe('application/yaml');
      expect(text).toMatch(/^kind: ConfigMap$/m);
    });

    it('are not sent in a form that nobody knows', async () => {
      const { status } = await context.api.request(`${CORE}/pods`, {
        accept: 'application/pdf',
      });
      expect(status).toBe(406);
    });
  });

  describe('replaced', () => {
    it('need the current version', async () => {
      const old = await create(context, paths.deployments(), aDeployment('a'));
      await patch(context, `${paths.deployments()}/a`, {
        metadata: { labels: { x: 'y' } },
      });
      const answer = await put(`${paths.deployments()}/a`, old);
      expect(answer.status).toBe(409);
      expect(answer.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message:
          'Operation cannot be fulfilled on deployments.apps "a": the object has been modified; please apply your changes to the latest version and try again',
        reason: 'Conflict',
        details: { name: 'a', group: 'apps', kind: 'deployments' },
        code: 409,
      });
    });

    it('do without a version', async () => {
      await create(context, paths.configMaps(), aConfigMap('a'));
      const body = aConfigMap('a', { data: { k: 'new' } });
      const answer = await put(`${paths.configMaps()}/a`, body);
      expect(expectOk(answer).data).toEqual({ k: 'new' });
    });

    it('keep uid and creation time', async () => {
      const { metadata } = await create(
        context,
        paths.configMaps(),
        aConfigMap('a'),
      );
      const answer = await put(`${paths.configMaps()}/a`, aConfigMap('a'));
      expect(answer.body.metadata).toMatchObject({
        uid: metadata.uid,
        creationTimestamp: metadata.creationTimestamp,
      });
    });

    it('keep their version when nothing changes', async () => {
      const before = await create(context, paths.configMaps(), aConfigMap('a'));
      const answer = await put(`${paths.configMaps()}/a`, before);
      expect(answer.body.metadata.resourceVersion).toBe(
        before.metadata.resourceVersion,
      );
    });

    it('are not found', async () => {
      const answer = await put(`${paths.configMaps()}/a`, aConfigMap('a'));
      expect(answer.status).toBe(404);
    });

    it('have the name of the URL', async () => {
      await create(context, paths.configMaps(), aConfigMap('a'));
      const answer = await put(`${paths.configMaps()}/a`, aConfigMap('b'));
      expect(answer.status).toBe(400);
      expect(answer.body.message).toBe(
        'the name of the object (b) does not match the name on the URL (a)',
      );
    });

    it('leave a selector alone', async () => {
      await create(context, paths.deployments(), aDeployment('a'));
      const labels = { app: 'a', x: 'y' };
      const answer = await patch(context, `${paths.deployments()}/a`, {
        spec: {
          selector: { matchLabels: labels },
          template: { metadata: { labels } },
        },
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain(
        'spec.selector: Invalid value: {"matchLabels":{"app":"a","x":"y"}}: field is immutable',
      );
    });

    it('leave the spec of a pod alone', async () => {
      await create(context, paths.pods(), aPod('a'));
      const answer = await patch(context, `${paths.pods()}/a`, {
        spec: { hostNetwork: true },
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain(
        'pod updates may not change fields other than `spec.containers[*].image`',
      );
    });
  });

  describe('patched', () => {
    it('by merge', async () => {
      const data = { a: '1', b: '2' };
      await create(context, paths.configMaps(), aConfigMap('a', { data }));
      const answer = await patch(context, `${paths.configMaps()}/a`, {
        data: { a: null, c: '3' },
      });
      expect(expectOk(answer).data).toEqual({ b: '2', c: '3' });
    });

    it('by operations', async () => {
      const data = { a: '1' };
      await create(context, paths.configMaps(), aConfigMap('a', { data }));
      const operations = [
        { op: 'test', path: '/data/a', value: '1' },
        { op: 'replace', path: '/data/a', value: '2' },
        { op: 'add', path: '/metadata/labels', value: { 'a/b': 'c' } },
        { op: 'remove', path: '/metadata/labels/a~1b' },
      ];
      const path = `${paths.configMaps()}/a`;
      const how = { contentType: JSON_PATCH };
      const answer = await patch(context, path, operations, how);
      expect(expectOk(answer).data).toEqual({ a: '2' });
      expect(answer.body.metadata.labels).toBeUndefined();
    });

    it.each([
      {
        what: 'fails its test',
        op: 'test',
        path: '/metadata/name',
        value: 'z',
      },
      { what: 'removes what is not there', op: 'remove', path: '/data/z' },
    ])(
      'not by an operation that $what',
      async ({ what: _what, ...operation }) => {
        await create(context, paths.configMaps(), aConfigMap('a'));
        const path = `${paths.configMaps()}/a`;
        const how = { contentType: JSON_PATCH };
        const answer = await patch(context, path, [operation], how);
        expect(answer.status).toBe(422);
        expect(answer.body.message).toBe(
          'the server rejected our request due to an error in our request',
        );
      },
    );

    it('by strategic merge: containers by name, environment by name', async () => {
      const deployment = aDeployment('a', {
        template: {
          metadata: { labels: { app: 'a' } },
          spec: {
            containers: [
              {
                name: 'main',
                image: 'registry.test/web:1',
                env: [
                  { name: 'A', value: '1' },
                  { name: 'B', value: '2' },
                ],
                args: ['x', 'y'],
              },
              { name: 'side', image: 'registry.test/side:1' },
            ],
            volumes: [{ name: 'v', emptyDir: {} }],
          },
        },
      });
      await create(context, paths.deployments(), deployment);
      const body = {
        spec: {
          template: {
            spec: {
              containers: [
                { name: 'extra', image: 'registry.test/extra:1' },
                {
                  name: 'main',
                  image: 'registry.test/web:2',
                  env: [
                    { name: 'B', value: 'two' },
                    { name: 'A', $patch: 'delete' },
                  ],
                  args: ['z'],
                },
                { name: 'side', $patch: 'delete' },
              ],
              '$setElementOrder/containers': [
                { name: 'extra' },
                { name: 'main' },
              ],
              volumes: [
                {
                  name: 'v',
                  $retainKeys: ['name', 'hostPath'],
                  hostPath: { path: '/h' },
                },
              ],
            },
          },
        },
      };
      const path = `${paths.deployments()}/a`;
      const how = { contentType: STRATEGIC };
      const answer = await patch(context, path, body, how);
      expect(expectOk(answer).spec).toMatchObject({
        template: {
          spec: {
            containers: [
              { name: 'extra', image: 'registry.test/extra:1' },
              {
                name: 'main',
                image: 'registry.test/web:2',
                env: [{ name: 'B', value: 'two' }],
                args: ['z'],
              },
            ],
            volumes: [{ name: 'v', hostPath: { path: '/h' } }],
          },
        },
      });
      expect(answer.text).not.toContain('emptyDir');
      expect(answer.text).not.toContain('registry.test/side');
    });

    it('not in an unknown format', async () => {
      await create(context, paths.configMaps(), aConfigMap('a'));
      const path = `${paths.configMaps()}/a`;
      const how = { contentType: 'text/plain' };
      const answer = await patch(context, path, {}, how);
      expect(answer.status).toBe(415);
      expect(answer.body.reason).toBe('UnsupportedMediaType');
    });

    it('only in the version that the patch names', async () => {
      await create(context, paths.configMaps(), aConfigMap('a'));
      const answer = await patch(context, `${paths.configMaps()}/a`, {
        metadata: { resourceVersion: '1' },
        data: { k: 'v' },
      });
      expect(answer.status).toBe(409);
    });

    it('are not found', async () => {
      const path = `${paths.configMaps()}/nosuch`;
      expect((await patch(context, path, {})).status).toBe(404);
    });
  });

  describe('tried out (dryRun=All)', () => {
    it('are answered and not stored', async () => {
      const path = `${paths.configMaps()}?dryRun=All`;
      const answer = await post(path, aConfigMap('a'));
      expect(answer.status).toBe(201);
      expect(answer.body.metadata.uid).toBeDefined();
      expect(answer.body.metadata.resourceVersion).toBeUndefined();
      expect((await get(`${paths.configMaps()}/a`)).status).toBe(404);
    });

    it('are not changed by a patch or a deletion', async () => {
      await create(context, paths.deployments(), aDeployment('a'));
      const path = `${paths.deployments()}/a`;
      const dry = `${path}?dryRun=All`;
      const patched = await patch(context, dry, { spec: { replicas: 5 } });
      expect(patched.body.spec).toMatchObject({ replicas: 5 });
      const deleted = await context.api.request(dry, { method: 'DELETE' });
      expect(deleted.status).toBe(200);
      expect((await get(path)).body.spec).toMatchObject({ replicas: 1 });
    });

    it('know no other value', async () => {
      const path = `${paths.configMaps()}?dryRun=Some`;
      const answer = await post(path, aConfigMap('a'));
      expect(answer.status).toBe(422);
      expect(answer.body.message).toBe(
        'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
      );
    });
  });
}
