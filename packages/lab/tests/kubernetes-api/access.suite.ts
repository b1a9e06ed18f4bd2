import {
  aConfigMap,
  CORE,
  pathsOf,
  type SuiteContext,
} from './SuiteContext.ts';

export function accessSuite(context: SuiteContext): void {
  const paths = pathsOf(context);
  const asNobody = (path: string, options = {}) =>
    context.api.request(path, {
      token: context.server.nobodyToken,
      ...options,
    });

  it('refuses an unknown token', async () => {
    const { status, body } = await context.api.request(`${CORE}/pods`, {
      token: 'of-no-one',
    });
    expect(status).toBe(401);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    });
  });

  it('takes a request without a token for system:anonymous', async () => {
    const { status, body } = await context.api.request(`${CORE}/pods`, {
      token: null,
    });
    expect(status).toBe(403);
    expect(body.message).toBe(
      'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope',
    );
  });

  it.each([
    {
      path: '/api/v1/pods',
      message:
        'pods is forbidden: User "nobody" cannot list resource "pods" in API group "" at the cluster scope',
      details: { kind: 'pods' },
    },
    {
      path: '/api/v1/pods?watch=1',
      message:
        'pods is forbidden: User "nobody" cannot watch resource "pods" in API group "" at the cluster scope',
      details: { kind: 'pods' },
    },
    {
      path: '/api/v1/namespaces/web/pods/shop',
      message:
        'pods "shop" is forbidden: User "nobody" cannot get resource "pods" in API group "" in the namespace "web"',
      details: { name: 'shop', kind: 'pods' },
    },
    {
      path: '/api/v1/namespaces/web',
      message:
        'namespaces "web" is forbidden: User "nobody" cannot get resource "namespaces" in API group "" in the namespace "web"',
      details: { name: 'web', kind: 'namespaces' },
    },
    {
      path: '/apis/apps/v1/namespaces/web/deployments/shop/scale',
      message:
        'deployments.apps "shop" is forbidden: User "nobody" cannot get resource "deployments/scale" in API group "apps" in the namespace "web"',
      details: { name: 'shop', group: 'apps', kind: 'deployments' },
    },
    {
      path: '/apis/security.istio.io/v1/peerauthentications',
      message:
        'peerauthentications.security.istio.io is forbidden: User "nobody" cannot list resource "peerauthentications" in API group "security.istio.io" at the cluster scope',
      details: { group: 'security.istio.io', kind: 'peerauthentications' },
    },
  ])(
    'forbids $path in the words of RBAC',
    async ({ path, message, details }) => {
      const { status, body } = await asNobody(path);
      expect(status).toBe(403);
      expect(body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message,
        reason: 'Forbidden',
        details,
        code: 403,
      });
    },
  );

  it('forbids a plain path', async () => {
    const { status, body } = await asNobody('/metrics');
    expect(status).toBe(403);
    expect(body.message).toBe(
      'forbidden: User "nobody" cannot get path "/metrics"',
    );
  });

  it.each(['/api', '/apis', '/apis/apps', '/openapi/v3', '/version'])(
    'lets everybody with a token read %s',
    async path => {
      expect((await asNobody(path)).status).toBe(200);
    },
  );

  it('forbids writing, too', async () => {
    const answer = await asNobody(paths.configMaps(), {
      method: 'POST',
      body: aConfigMap('a'),
    });
    expect(answer.status).toBe(403);
    expect(answer.body.message).toContain('cannot create resource');
  });

  describe('reviews', () => {
    const AUTHORIZATION = '/apis/authorization.k8s.io/v1';
    const AUTHENTICATION = '/apis/authentication.k8s.io/v1';
    const listPods = { resourceAttributes: { verb: 'list', resource: 'pods' } };
    const review = (path: string, spec: object, token?: string) =>
      context.api.request(path, { method: 'POST', body: { spec }, token });

    it.each([
      { who: 'the administrator', nobody: false, allowed: true },
      { who: 'nobody', nobody: true, allowed: false },
    ])('say what $who may do', async ({ nobody, allowed }) => {
      const answer = await review(
        `${AUTHORIZATION}/selfsubjectaccessreviews`,
        listPods,
        nobody ? context.server.nobodyToken : undefined,
      );
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({
        kind: 'SelfSubjectAccessReview',
        spec: listPods,
        status: { allowed },
      });
    });

    it('say what somebody else may do', async () => {
      const answer = await review(`${AUTHORIZATION}/subjectaccessreviews`, {
        ...listPods,
        user: 'nobody',
      });
      expect(answer.body.status).toEqual({ allowed: false });
    });

    it('list the rules of an account', async () => {
      const answer = await review(`${AUTHORIZATION}/selfsubjectrulesreviews`, {
        namespace: 'default',
      });
      expect(answer.body.status).toMatchObject({
        resourceRules: expect.arrayContaining([
          { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
        ]),
        incomplete: false,
      });
    });

    it('tell who one is', async () => {
      const answer = await context.api.request(
        `${AUTHENTICATION}/selfsubjectreviews`,
        { method: 'POST', body: {} },
      );
      expect(answer.body.status).toMatchObject({
        userInfo: {
          username: 'admin',
          groups: ['system:masters', 'system:authenticated'],
        },
      });
    });

    it('tell whose a token is', async () => {
      const answer = await review(`${AUTHENTICATION}/tokenreviews`, {
        token: context.server.nobodyToken,
      });
      expect(answer.status).toBe(201);
      expect(answer.body.status).toMatchObject({
        authenticated: true,
        user: { username: 'nobody' },
        audiences: ['https://kubernetes.default.svc'],
      });
    });

    it('do not know a wrong token', async () => {
      const answer = await review(`${AUTHENTICATION}/tokenreviews`, {
        token: 'of-no-one',
      });
      expect(answer.status).toBe(201);
      expect(answer.body.status).toMatchObject({ user: {} });
      expect(answer.body.status).not.toHaveProperty('authenticated');
    });
  });
}
