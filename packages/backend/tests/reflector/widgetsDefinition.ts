import { waitUntil } from '../../../../scripts/processes/waitUntil';
import { write, type ApiServerUnderTest } from './ApiServerUnderTest';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const TIMEOUT_MILLISECONDS = 20_000;

const widgetsDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
      },
    ],
  },
};

/** Resolves once widgets can be listed. */
export async function createWidgets(
  server: Pick<ApiServerUnderTest, 'request'>,
): Promise<void> {
  await write(server, 'POST', CRDS, widgetsDefinition);
  const isServed = async () => {
    const { status } = await server.request('/apis/example.com/v1/widgets');
    return status === 200;
  };
  await waitUntil(isServed, {
    what: 'the new kind',
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
}

export function deleteWidgets(
  server: Pick<ApiServerUnderTest, 'request'>,
): Promise<void> {
  return write(server, 'DELETE', `${CRDS}/widgets.example.com`);
}
