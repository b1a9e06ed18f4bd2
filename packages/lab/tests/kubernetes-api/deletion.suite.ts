import {
  aConfigMap,
  aDeployment,
  aPod,
  create,
  CORE,
  expectOk,
  patch,
  pathsOf,
  type SuiteContext,
} from './SuiteContext.ts';

export function deletionSuite(context: SuiteContext): void {
  const paths = pathsOf(context);
  const get = (path: string) => context.api.request(path);
  const remove = (path: string, body?: unknown) =>
    context.api.request(path, { method: 'DELETE', body });

  it('answers with what is gone', async () => {
    const { metadata } = await create(
      context,
      paths.deployments(),
      aDeployment('a'),
    );
    const path = `${paths.deployments()}/a`;
    const answer = await remove(path);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: {
        name: 'a',
        group: 'apps',
        kind: 'deployments',
        uid: metadata.uid,
      },
    });
    expect((await get(path)).status).toBe(404);
  });

  it('does not find what is not there', async () => {
    expect((await remove(`${paths.configMaps()}/a`)).status).toBe(404);
  });

  it('takes a collection by selector and answers with it', async () => {
    for (const name of ['a', 'b', 'c']) {
      const labels = { kept: String(name === 'c') };
      await create(context, paths.configMaps(), aConfigMap(name, {}, labels));
    }
    const query = '?labelSelector=kept%3Dfalse';
    const { body } = await remove(`${paths.configMaps()}${query}`);
    expect(body.kind).toBe('ConfigMapList');
    expect(body.items.map(i => i.metadata.name)).toEqual(['a', 'b']);
    const left = expectOk(await get(paths.configMaps()));
    expect(left.items.map(i => i.metadata.name)).toEqual(['c']);
  });

  it.each([
    { policy: 'Foreground', finalizer: 'foregroundDeletion' },
    { policy: 'Orphan', finalizer: 'orphan' },
  ])('waits for the controllers ($policy)', async ({ policy, finalizer }) => {
    await create(context, paths.configMaps(), aConfigMap('a'));
    const path = `${paths.configMaps()}/a`;
    const answer = await remove(path, { propagationPolicy: policy });
    expect(answer.body).toMatchObject({
      kind: 'ConfigMap',
      metadata: {
        name: 'a',
        deletionTimestamp: expect.any(String),
        deletionGracePeriodSeconds: 0,
        finalizers: [finalizer],
      },
    });
    expect((await get(path)).status).toBe(200);
    await patch(context, path, { metadata: { finalizers: null } });
    expect((await get(path)).status).toBe(404);
  });

  it('waits for finalizers', async () => {
    await create(context, paths.configMaps(), {
      metadata: { name: 'a', finalizers: ['example.com/wait'] },
    });
    const path = `${paths.configMaps()}/a`;
    await remove(path);
    const waiting = expectOk(await get(path));
    expect(waiting.metadata).toHaveProperty('deletionTimestamp');
    await patch(context, path, { metadata: { finalizers: [] } });
    expect((await get(path)).status).toBe(404);
  });

  it('counts as a change of the generation while it lasts', async () => {
    const body = aDeployment('a');
    const metadata = { name: 'a', finalizers: ['example.com/wait'] };
    await create(context, paths.deployments(), { ...body, metadata });
    const path = `${paths.deployments()}/a`;
    await remove(path);
    expect(expectOk(await get(path)).metadata.generation).toBe(2);
    await patch(context, path, { metadata: { finalizers: [] } });
  });

  it('gives a running pod its time', async () => {
    await create(context, paths.pods(), aPod('a', { nodeName: 'node-1' }));
    const path = `${paths.pods()}/a`;
    const answer = await remove(path);
    expect(answer.body).toMatchObject({
      kind: 'Pod',
      metadata: { deletionGracePeriodSeconds: 30 },
    });
    expect((await get(path)).status).toBe(200);
    await remove(`${path}?gracePeriodSeconds=0`);
    expect((await get(path)).status).toBe(404);
  });

  it('takes a pod that runs nowhere at once', async () => {
    await create(context, paths.pods(), aPod('a'));
    const answer = await remove(`${paths.pods()}/a`);
    expect(answer.body.kind).toBe('Pod');
    expect((await get(`${paths.pods()}/a`)).status).toBe(404);
  });

  it('keeps to the uid and the version that it was given', async () => {
    const { metadata } = await create(
      context,
      paths.configMaps(),
      aConfigMap('a'),
    );
    const uid = '00000000-0000-0000-0000-000000000000';
    const path = `${paths.configMaps()}/a`;
    const byUid = await remove(path, { preconditions: { uid } });
    expect(byUid.status).toBe(409);
    expect(byUid.body).toMatchObject({
      reason: 'Conflict',
      message: `Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    });
    const preconditions = { resourceVersion: '1' };
    const byVersion = await remove(path, { preconditions });
    expect(byVersion.status).toBe(409);
    expect(byVersion.body.message).toBe(
      `Operation cannot be fulfilled on ConfigMap "a": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  });

  it('of a namespace closes it for new content', async () => {
    const name = `${context.namespace}-ending`;
    await create(context, `${CORE}/namespaces`, { metadata: { name } });
    const answer = await remove(`${CORE}/namespaces/${name}`);
    expect(answer.body).toMatchObject({
      kind: 'Namespace',
      metadata: { deletionTimestamp: expect.any(String) },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Terminating' },
    });
    const refused = await context.api.request(
      `${CORE}/namespaces/${name}/configmaps`,
      { method: 'POST', body: aConfigMap('a') },
    );
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      reason: 'Forbidden',
      message: `configmaps "a" is forbidden: unable to create new content in namespace ${name} because it is being terminated`,
      details: {
        name: 'a',
        kind: 'configmaps',
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${name} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      },
    });
  });
}
