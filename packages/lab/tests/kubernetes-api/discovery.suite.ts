import type { ApiObject } from '../support/apiClient.ts';
import type { SuiteContext } from './SuiteContext.ts';

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

interface NamedResource {
  name: string;
}

export function discoverySuite(context: SuiteContext): void {
  const get = (path: string, accept?: string) =>
    context.api.request(path, { accept });

  it('tells its version without an account', async () => {
    const { status, body } = await context.api.request('/version', {
      token: null,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      major: '1',
      gitVersion: expect.stringMatching(/^v1\.\d+\.\d+/),
    });
  });

  it.each(['/healthz', '/livez', '/readyz'])('is ok at %s', async path => {
    const { text } = await context.api.request(path, { token: null });
    expect(text).toBe('ok');
  });

  it('lists the versions of the core group', async () => {
    expect((await get('/api')).body).toMatchObject({
      kind: 'APIVersions',
      versions: ['v1'],
    });
  });

  it('describes a group', async () => {
    expect((await get('/apis/apps')).body).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'apps',
      versions: [{ groupVersion: 'apps/v1', version: 'v1' }],
      preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
    });
  });

  it('prefers the newest stable version of a group', async () => {
    const { body } = await get('/apis/autoscaling');
    expect(body.preferredVersion).toEqual({
      groupVersion: 'autoscaling/v2',
      version: 'v2',
    });
  });

  it.each([
    {
      path: '/api/v1',
      resource: {
        name: 'pods',
        singularName: 'pod',
        namespaced: true,
        kind: 'Pod',
        shortNames: ['po'],
        categories: ['all'],
      },
    },
    {
      path: '/api/v1',
      resource: {
        name: 'namespaces',
        singularName: 'namespace',
        namespaced: false,
        kind: 'Namespace',
        shortNames: ['ns'],
      },
    },
    {
      path: '/apis/apps/v1',
      resource: {
        name: 'deployments/scale',
        singularName: '',
        namespaced: true,
        group: 'autoscaling',
        version: 'v1',
        kind: 'Scale',
        verbs: ['get', 'patch', 'update'],
      },
    },
    {
      path: '/apis/admissionregistration.k8s.io/v1',
      resource: {
        name: 'mutatingwebhookconfigurations',
        singularName: 'mutatingwebhookconfiguration',
        namespaced: false,
        kind: 'MutatingWebhookConfiguration',
        categories: ['api-extensions'],
      },
    },
    {
      path: '/apis/authorization.k8s.io/v1',
      resource: {
        name: 'selfsubjectaccessreviews',
        namespaced: false,
        kind: 'SelfSubjectAccessReview',
        verbs: ['create'],
      },
    },
  ])('lists $resource.name in $path', async ({ path, resource }) => {
    const { body } = await get(path);
    const resources = body.resources as NamedResource[];
    expect(resources.find(r => r.name === resource.name)).toMatchObject(
      resource,
    );
  });

  it('offers all verbs on pods and no deletion of all namespaces', async () => {
    const { body } = await get('/api/v1');
    const verbs = (name: string) =>
      (body.resources as { name: string; verbs: string[] }[]).find(
        r => r.name === name,
      )?.verbs;
    const common = [
      'create',
      'delete',
      'get',
      'list',
      'patch',
      'update',
      'watch',
    ];
    expect(verbs('namespaces')).toEqual(common);
    expect(verbs('pods')).toEqual([...common, 'deletecollection'].sort());
  });

  it('answers aggregated discovery of all groups in one request', async () => {
    const { headers, body } = await get(
      '/apis',
      `${AGGREGATED},application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json`,
    );
    const parameters = (headers['content-type'] ?? '').split(';').sort();
    expect(parameters).toEqual(AGGREGATED.split(';').sort());
    expect(body).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
    });
    const apps = body.items.find((i: ApiObject) => i.metadata.name === 'apps');
    expect(apps).toMatchObject({
      versions: [{ version: 'v1', freshness: 'Current' }],
    });
    const versions = apps?.versions as { resources: { resource: string }[] }[];
    expect(
      versions[0].resources.find(r => r.resource === 'deployments'),
    ).toMatchObject({
      scope: 'Namespaced',
      singularResource: 'deployment',
      shortNames: ['deploy'],
      categories: ['all'],
      subresources: [
        {
          subresource: 'scale',
          responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
        },
        { subresource: 'status' },
      ],
    });
  });

  it('answers aggregated discovery of the core group', async () => {
    const { body } = await get('/api', AGGREGATED);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ versions: [{ version: 'v1' }] });
  });

  it.each(['/apis/nosuch.example', '/apis/nosuch.example/v1', '/nosuch'])(
    'answers %s with plain text',
    async path => {
      const { status, text, headers } = await get(path);
      expect(status).toBe(404);
      expect(text).toBe('404 page not found\n');
      expect(headers['content-type']).toMatch(/^text\/plain/);
    },
  );

  it.each([
    '/api/v1/nosuches',
    '/apis/apps/v1/nosuches',
    '/api/v1/namespaces/default/configmaps/a/nosuch',
  ])('answers %s with a Status', async path => {
    const { status, body } = await get(path);
    expect(status).toBe(404);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'the server could not find the requested resource',
      reason: 'NotFound',
      details: {},
      code: 404,
    });
  });

  it('says in OpenAPI v3 which patches take fieldValidation', async () => {
    const index = await get('/openapi/v3');
    const documents = index.body.paths as Record<
      string,
      { serverRelativeURL: string }
    >;
    const { body } = await get(documents['apis/apps/v1'].serverRelativeURL);
    const paths = body.paths as Record<string, { patch?: object }>;
    const path = '/apis/apps/v1/namespaces/{namespace}/deployments/{name}';
    expect(paths[path].patch).toMatchObject({
      parameters: expect.arrayContaining([
        expect.objectContaining({ name: 'fieldValidation', in: 'query' }),
      ]),
      'x-kubernetes-group-version-kind': {
        group: 'apps',
        version: 'v1',
        kind: 'Deployment',
      },
    });
  });
}
