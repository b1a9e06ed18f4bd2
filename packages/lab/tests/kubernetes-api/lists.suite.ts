import {
  aConfigMap,
  aPod,
  create,
  CORE,
  expectOk,
  pathsOf,
  type SuiteContext,
} from './SuiteContext.ts';

export function listsSuite(context: SuiteContext): void {
  const paths = pathsOf(context);
  const get = (query: string) =>
    context.api.request(`${paths.configMaps()}?${query}`);
  const names = async (query: string) =>
    expectOk(await get(query)).items.map(i => i.metadata.name);
  const fill = async (...all: string[]) => {
    for (const name of all) {
      await create(context, paths.configMaps(), aConfigMap(name, {}, { name }));
    }
  };

  it('are ordered by name and carry no kind on their items', async () => {
    await fill('b', 'a');
    const { body } = await get('');
    expect(body).toMatchObject({
      kind: 'ConfigMapList',
      apiVersion: 'v1',
      metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
    });
    expect(body.items.map(i => i.metadata.name)).toEqual(['a', 'b']);
    expect(body.items[0]).not.toHaveProperty('kind');
  });

  it('are empty lists, not errors, in a namespace that does not exist', async () => {
    const { status, body } = await context.api.request(
      `${CORE}/namespaces/nowhere/pods`,
    );
    expect(status).toBe(200);
    expect(body.items).toEqual([]);
  });

  describe('in pages', () => {
    it('show one state, whatever happens in between', async () => {
      await fill('a', 'b', 'c', 'd', 'e');
      const first = expectOk(await get('limit=2'));
      expect(first.items.map(i => i.metadata.name)).toEqual(['a', 'b']);
      expect(first.metadata.remainingItemCount).toBe(3);
      await context.api.request(`${paths.configMaps()}/d`, {
        method: 'DELETE',
      });
      await fill('cc');
      const token = encodeURIComponent(first.metadata.continue ?? '');
      const second = expectOk(await get(`limit=2&continue=${token}`));
      expect(second.items.map(i => i.metadata.name)).toEqual(['c', 'd']);
      expect(second.metadata.resourceVersion).toBe(
        first.metadata.resourceVersion,
      );
      const next = encodeURIComponent(second.metadata.continue ?? '');
      const last = expectOk(await get(`limit=2&continue=${next}`));
      expect(last.items.map(i => i.metadata.name)).toEqual(['e']);
      expect(last.metadata.continue ?? '').toBe('');
    });

    it('do not count what remains behind a selector', async () => {
      await fill('a', 'b', 'c');
      const { metadata } = expectOk(await get('limit=1&labelSelector=name'));
      expect(metadata.continue).toBeTruthy();
      expect(metadata).not.toHaveProperty('remainingItemCount');
    });

    it('refuse a token that they did not make', async () => {
      const { status, body } = await get('limit=2&continue=abc');
      expect(status).toBe(400);
      expect(body.message).toContain(
        'invalid continue token: continue key is not valid',
      );
    });

    it('refuse a token together with a version', async () => {
      await fill('a', 'b');
      const { metadata } = expectOk(await get('limit=1'));
      const token = encodeURIComponent(metadata.continue ?? '');
      const { status, body } = await get(
        `limit=1&resourceVersion=5&continue=${token}`,
      );
      expect(status).toBe(400);
      expect(body.message).toBe(
        'specifying resource version is not allowed when using continue',
      );
    });
  });

  describe('at a version', () => {
    it('show the state of exactly that version', async () => {
      await fill('a');
      const { metadata } = expectOk(await get(''));
      await fill('b');
      const at = `resourceVersion=${metadata.resourceVersion}`;
      const exact = `${at}&resourceVersionMatch=Exact`;
      expect(await names(exact)).toEqual(['a']);
    });

    it('show a state that is not older', async () => {
      await fill('a');
      const { metadata } = expectOk(await get(''));
      await fill('b');
      const at = `resourceVersion=${metadata.resourceVersion}`;
      expect(await names(`${at}&resourceVersionMatch=NotOlderThan`)).toEqual([
        'a',
        'b',
      ]);
    });

    it.each([
      {
        query: 'resourceVersion=abc',
        status: 400,
        message: 'strconv.ParseUint: parsing "abc": invalid syntax',
      },
      {
        query: 'limit=x',
        status: 400,
        message: 'strconv.ParseInt: parsing "x": invalid syntax',
      },
      {
        query: 'resourceVersionMatch=Exact',
        status: 422,
        message:
          'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
      },
      {
        query: 'resourceVersionMatch=Foo&resourceVersion=1',
        status: 422,
        message:
          'resourceVersionMatch: Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""',
      },
    ])('refuse $query with $status', async ({ query, status, message }) => {
      const answer = await get(query);
      expect(answer.status).toBe(status);
      expect(answer.body.message).toContain(message);
    });

    it('do not know the future', async () => {
      const { status, body } = await get('resourceVersion=99999999');
      expect(status).toBe(504);
      expect(body).toMatchObject({
        reason: 'Timeout',
        message: expect.stringContaining(
          'Too large resource version: 99999999, current: ',
        ),
        details: {
          causes: [
            {
              reason: 'ResourceVersionTooLarge',
              message: 'Too large resource version',
            },
          ],
          retryAfterSeconds: 1,
        },
      });
    });
  });

  describe('by label', () => {
    beforeEach(async () => {
      const labels: Record<string, Record<string, string>> = {
        a: { app: 'web', tier: 'front' },
        b: { app: 'web' },
        c: { app: 'db', 'example.com/legacy': '' },
      };
      for (const [name, own] of Object.entries(labels)) {
        await create(context, paths.configMaps(), aConfigMap(name, {}, own));
      }
    });

    it.each([
      ['app=web', ['a', 'b']],
      ['app==web,tier=front', ['a']],
      ['app!=web', ['c']],
      ['tier', ['a']],
      ['!tier', ['b', 'c']],
      ['app in (web, db),!tier', ['b', 'c']],
      ['app notin (web)', ['c']],
      ['example.com/legacy=', ['c']],
      ['tier notin (front)', ['b', 'c']],
      ['', ['a', 'b', 'c']],
    ])('%s', async (selector, expected) => {
      const query = `labelSelector=${encodeURIComponent(selector)}`;
      expect(await names(query)).toEqual(expected);
    });

    it.each(['a b', '=x', 'app in web', 'a=b=c'])(
      'refuse %s',
      async selector => {
        const answer = await get(
          `labelSelector=${encodeURIComponent(selector)}`,
        );
        expect(answer.status).toBe(400);
        expect(answer.body.reason).toBe('BadRequest');
      },
    );
  });

  describe('by field', () => {
    beforeEach(async () => {
      const node = { nodeName: 'node-1' };
      await create(context, paths.pods(), aPod('a', node));
      await create(context, paths.pods(), aPod('b'));
    });

    it.each([
      ['metadata.name=a', ['a']],
      ['metadata.name!=a', ['b']],
      ['spec.nodeName=node-1', ['a']],
      ['spec.nodeName=', ['b']],
      ['status.phase=Pending,metadata.name=b', ['b']],
      ['status.phase=Running', []],
    ])('%s', async (selector, expected) => {
      const { body } = await context.api.request(
        `${paths.pods()}?fieldSelector=${encodeURIComponent(selector)}`,
      );
      expect(body.items.map(i => i.metadata.name)).toEqual(expected);
    });

    it.each([
      ['spec.foo=1', 'field label not supported: spec.foo'],
      ['abc', "invalid selector: 'abc'; can't understand 'abc'"],
    ])('refuse %s', async (selector, message) => {
      const { status, body } = await context.api.request(
        `${paths.pods()}?fieldSelector=${encodeURIComponent(selector)}`,
      );
      expect(status).toBe(400);
      expect(body.message).toBe(message);
    });
  });

  describe('in other forms', () => {
    const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const PARTIAL =
      'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

    it('as a table', async () => {
      await create(context, paths.pods(), aPod('a', {}, { app: 'a' }));
      const { body } = await context.api.request(paths.pods(), {
        accept: `${TABLE},application/json`,
      });
      expect(body).toMatchObject({
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
      });
      expect(body.columnDefinitions?.map(c => c.name)).toEqual([
        'Name',
        'Ready',
        'Status',
        'Restarts',
        'Age',
        'IP',
        'Node',
        'Nominated Node',
        'Readiness Gates',
      ]);
      const cells = body.rows[0].cells;
      expect(cells.toSpliced(4, 1)).toEqual([
        'a',
        '0/1',
        'Pending',
        '0',
        ...Array(4).fill('<none>'),
      ]);
      expect(cells[4]).toMatch(/^\d+s$/);
      expect(body.rows[0].object).toMatchObject({
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { name: 'a', labels: { app: 'a' } },
      });
    });

    const TABLES = {
      services: '/api/v1/services',
      deployments: '/apis/apps/v1/deployments',
      replicasets: '/apis/apps/v1/replicasets',
      statefulsets: '/apis/apps/v1/statefulsets',
      daemonsets: '/apis/apps/v1/daemonsets',
      jobs: '/apis/batch/v1/jobs',
      cronjobs: '/apis/batch/v1/cronjobs',
      nodes: '/api/v1/nodes',
      namespaces: '/api/v1/namespaces',
      events: '/api/v1/events',
      configmaps: '/api/v1/configmaps',
      secrets: '/api/v1/secrets',
      endpointslices: '/apis/discovery.k8s.io/v1/endpointslices',
      customresourcedefinitions:
        '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    };

    it.each(Object.entries(TABLES))(
      'with the columns of %s',
      async (plural, path) => {
        const { body } = await context.api.request(path, { accept: TABLE });
        const columns = body.columnDefinitions as
          | { name: string; type: string; format: string; priority: number }[]
          | null;
        expect(
          columns?.map(c => `${c.name} ${c.type} ${c.format} ${c.priority}`),
        ).toEqual(COLUMNS[plural]);
      },
    );

    it('as metadata', async () => {
      await fill('a');
      const { body } = await context.api.request(paths.configMaps(), {
        accept: `${PARTIAL},application/json`,
      });
      expect(body).toMatchObject({
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
      });
      expect(body.items[0]).toMatchObject({
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { name: 'a', labels: { name: 'a' } },
      });
      expect(body.items[0]).not.toHaveProperty('data');
    });

    it('as the metadata of one object', async () => {
      await fill('a');
      const { body } = await context.api.request(`${paths.configMaps()}/a`, {
        accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
      });
      expect(Object.keys(body).sort()).toEqual([
        'apiVersion',
        'kind',
        'metadata',
      ]);
    });
  });
}

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  services: [
    'Name string name 0',
    'Type string  0',
    'Cluster-IP string  0',
    'External-IP string  0',
    'Port(s) string  0',
    'Age string  0',
    'Selector string  1',
  ],
  deployments: [
    'Name string name 0',
    'Ready string  0',
    'Up-to-date string  0',
    'Available string  0',
    'Age string  0',
    'Containers string  1',
    'Images string  1',
    'Selector string  1',
  ],
  replicasets: [
    'Name string name 0',
    'Desired integer  0',
    'Current integer  0',
    'Ready integer  0',
    'Age string  0',
    'Containers string  1',
    'Images string  1',
    'Selector string  1',
  ],
  statefulsets: [
    'Name string name 0',
    'Ready string  0',
    'Age string  0',
    'Containers string  1',
    'Images string  1',
  ],
  daemonsets: [
    'Name string name 0',
    'Desired integer  0',
    'Current integer  0',
    'Ready integer  0',
    'Up-to-date integer  0',
    'Available integer  0',
    'Node Selector string  0',
    'Age string  0',
    'Containers string  1',
    'Images string  1',
    'Selector string  1',
  ],
  jobs: [
    'Name string name 0',
    'Status string  0',
    'Completions string  0',
    'Duration string  0',
    'Age string  0',
    'Containers string  1',
    'Images string  1',
    'Selector string  1',
  ],
  cronjobs: [
    'Name string name 0',
    'Schedule string  0',
    'Timezone string  0',
    'Suspend boolean  0',
    'Active integer  0',
    'Last Schedule string  0',
    'Age string  0',
    'Containers string  1',
    'Images string  1',
    'Selector string  1',
  ],
  nodes: [
    'Name string name 0',
    'Status string  0',
    'Roles string  0',
    'Age string  0',
    'Version string  0',
    'Internal-IP string  1',
    'External-IP string  1',
    'OS-Image string  1',
    'Kernel-Version string  1',
    'Container-Runtime string  1',
  ],
  namespaces: ['Name string name 0', 'Status string  0', 'Age string  0'],
  events: [
    'Last Seen string  0',
    'Type string  0',
    'Reason string  0',
    'Object string  0',
    'Subobject string  1',
    'Source string  1',
    'Message string  0',
    'First Seen string  1',
    'Count string  1',
    'Name string name 1',
  ],
  configmaps: ['Name string name 0', 'Data string  0', 'Age string  0'],
  secrets: [
    'Name string name 0',
    'Type string  0',
    'Data string  0',
    'Age string  0',
  ],
  endpointslices: [
    'Name string name 0',
    'AddressType string  0',
    'Ports string  0',
    'Endpoints string  0',
    'Age string  0',
  ],
  customresourcedefinitions: ['Name string name 0', 'Created At date  0'],
};
