import type { ApiObject } from '../support/apiClient.ts';
import { waitUntil } from '../../../../scripts/processes/waitUntil.ts';
import {
  create,
  expectOk,
  patch,
  STRATEGIC,
  type SuiteContext,
} from './SuiteContext.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** A kind in a group of its own, served in two versions, that takes any fields. */
function aDefinition(group: string): Record<string, unknown> {
  const version = (name: string, storage: boolean) => ({
    name,
    served: true,
    storage,
    schema: {
      openAPIV3Schema: {
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
      },
    },
    subresources: { status: {} },
  });
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        plural: 'widgets',
        singular: 'widget',
        kind: 'Widget',
        shortNames: ['wd'],
      },
      versions: [version('v1', true), version('v1beta1', false)],
    },
  };
}

/** Kinds that appear while the server runs. */
export function customKindsSuite(context: SuiteContext): void {
  const group = () => `${context.namespace}.example.com`;
  const widgets = (version = 'v1') =>
    `/apis/${group()}/${version}/namespaces/${context.namespace}/widgets`;
  const isServed = async () => {
    const { status } = await context.api.request(widgets());
    return status === 200;
  };
  const define = async () => {
    const before = await context.api.request(widgets());
    expect(before.status).toBe(404);
    await create(context, DEFINITIONS, aDefinition(group()));
    const wait = { what: 'the kind to be served', timeoutMilliseconds: 10_000 };
    await waitUntil(isServed, wait);
  };
  afterEach(() =>
    context.api.request(`${DEFINITIONS}/widgets.${group()}`, {
      method: 'DELETE',
    }),
  );

  it('are served once they are defined', async () => {
    await define();
    const created = await create(context, widgets(), {
      apiVersion: `${group()}/v1`,
      kind: 'Widget',
      metadata: { name: 'a' },
      spec: { size: 3, parts: [{ name: 'x' }] },
    });
    expect(created).toMatchObject({
      apiVersion: `${group()}/v1`,
      kind: 'Widget',
      metadata: { name: 'a', generation: 1 },
      spec: { size: 3, parts: [{ name: 'x' }] },
    });
    expect(created.metadata.managedFields?.[0]).toMatchObject({
      fieldsV1: { 'f:spec': { '.': {}, 'f:parts': {}, 'f:size': {} } },
    });
  });

  it('tell that they are established', async () => {
    await define();
    const path = `${DEFINITIONS}/widgets.${group()}`;
    const definition = expectOk(await context.api.request(path));
    expect(definition.status).toMatchObject({
      acceptedNames: { plural: 'widgets', kind: 'Widget' },
      conditions: expect.arrayContaining([
        expect.objectContaining({ type: 'Established', status: 'True' }),
        expect.objectContaining({ type: 'NamesAccepted', status: 'True' }),
      ]),
      storedVersions: ['v1'],
    });
  });

  it('are the same objects in every version', async () => {
    await define();
    await create(context, widgets('v1beta1'), {
      apiVersion: `${group()}/v1beta1`,
      kind: 'Widget',
      metadata: { name: 'a' },
      spec: { size: 3 },
    });
    const { body } = await context.api.request(widgets('v1'));
    expect(body.kind).toBe('WidgetList');
    const shapes = body.items.map((item: ApiObject) => ({
      apiVersion: item.apiVersion,
      kind: item.kind,
      spec: item.spec,
    }));
    expect(shapes).toEqual([
      { apiVersion: `${group()}/v1`, kind: 'Widget', spec: { size: 3 } },
    ]);
  });

  it('keep status and spec apart', async () => {
    await define();
    const body = { metadata: { name: 'a' }, spec: { size: 1 } };
    const typed = { apiVersion: `${group()}/v1`, kind: 'Widget', ...body };
    const created = await create(context, widgets(), {
      ...typed,
      status: { phase: 'Sent' },
    });
    expect(created).not.toHaveProperty('status');
    const path = `${widgets()}/a`;
    await patch(context, `${path}/status`, { status: { phase: 'Ready' } });
    const after = expectOk(await patch(context, path, { spec: { size: 2 } }));
    expect(after).toMatchObject({
      metadata: { generation: 2 },
      spec: { size: 2 },
      status: { phase: 'Ready' },
    });
  });

  it('take no strategic merge patch', async () => {
    await define();
    await create(context, widgets(), {
      apiVersion: `${group()}/v1`,
      kind: 'Widget',
      metadata: { name: 'a' },
    });
    const how = { contentType: STRATEGIC };
    const answer = await patch(context, `${widgets()}/a`, {}, how);
    expect(answer.status).toBe(415);
    expect(answer.body.reason).toBe('UnsupportedMediaType');
  });

  it('go with their definition, and so do their objects', async () => {
    await define();
    await create(context, widgets(), {
      apiVersion: `${group()}/v1`,
      kind: 'Widget',
      metadata: { name: 'a' },
    });
    const { metadata } = expectOk(await context.api.request(widgets()));
    const opened = await context.api.watch(
      `${widgets()}?watch=1&resourceVersion=${metadata.resourceVersion}`,
    );
    await context.api.request(`${DEFINITIONS}/widgets.${group()}`, {
      method: 'DELETE',
    });
    await opened.next(e => e.type === 'DELETED');
    expect(await opened.ended).toBe('clean');
    await waitUntil(async () => !(await isServed()), {
      what: 'the kind to be gone',
      timeoutMilliseconds: 10_000,
    });
    const { text } = await context.api.request(widgets());
    expect(text).toBe('404 page not found\n');
  }, 30_000);
}
