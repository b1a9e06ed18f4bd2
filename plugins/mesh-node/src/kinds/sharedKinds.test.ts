import * as fc from 'fast-check';
import { sharedKinds } from './sharedKinds';

/** Any JSON where the API server would give something sensible. */
const anything = fc.jsonValue({ maxDepth: 3 });

/** An object whose known fields hold anything at all, at every depth. */
const absurdObject = fc.record(
  {
    metadata: fc.record(
      {
        name: fc.constant('x'),
        namespace: anything,
        labels: anything,
        annotations: anything,
        ownerReferences: anything,
        writers: anything,
        creationTimestamp: anything,
        deletionTimestamp: anything,
      },
      { requiredKeys: ['name'] },
    ),
    spec: fc.oneof(
      anything,
      fc.record(
        {
          template: anything,
          containers: anything,
          initContainers: anything,
          jobTemplate: anything,
          selector: anything,
          ports: anything,
          hostNetwork: anything,
        },
        { requiredKeys: [] },
      ),
    ),
    status: anything,
    endpoints: anything,
  },
  { requiredKeys: ['metadata'] },
);

describe.each(sharedKinds.map(kind => [kind.plural, kind] as const))(
  'schema of %s',
  (_, { schema }) => {
    it('reads any object that has a name', () => {
      fc.assert(
        fc.property(absurdObject, object => {
          expect(schema.safeParse(object)).toMatchObject({
            success: true,
            data: { metadata: { name: 'x' } },
          });
        }),
      );
    });

    it.each([
      ['no metadata', {}],
      ['no name', { metadata: {} }],
      ['an empty name', { metadata: { name: '' } }],
      ['null', null],
    ])('refuses an object with %s', (__, object) => {
      expect(schema.safeParse(object).success).toBe(false);
    });
  },
);

describe('shared kinds', () => {
  it('keeps what it understands beside what it does not', () => {
    const pod = sharedKinds.find(kind => kind.plural === 'pods');
    expect(
      pod?.schema.parse({
        metadata: { name: 'x', labels: { app: 'cart', broken: 7 } },
        spec: { containers: [{ name: 'app' }, 'nonsense', { image: 'x' }] },
      }),
    ).toMatchObject({
      metadata: { labels: { app: 'cart' } },
      spec: { containers: [{ name: 'app' }], hostNetwork: false },
      status: {},
    });
  });
});

describe('what nobody reads', () => {
  const metadata = { name: 'x', namespace: 'shop' };
  it.each<[string, string, object, object]>([
    [
      'a container that crashes again',
      'pods',
      {
        status: {
          phase: 'Running',
          podIP: '10.0.0.1',
          conditions: [{ type: 'Ready', status: 'True' }],
          containerStatuses: [{ name: 'app', ready: true, restartCount: 1 }],
          initContainerStatuses: [{ name: 'init', ready: true }],
        },
      },
      {
        status: {
          phase: 'Running',
          podIP: '10.0.0.2',
          conditions: [
            { type: 'Ready', status: 'True', reason: 'x' },
            { type: 'ContainersReady', status: 'False' },
          ],
          containerStatuses: [{ name: 'app', ready: false, restartCount: 2 }],
          initContainerStatuses: [{ name: 'init', ready: false }],
        },
      },
    ],
    [
      'an address of a Service',
      'services',
      { spec: { clusterIP: '10.0.0.2', ports: [{ port: 80 }] } },
      { spec: { clusterIP: '10.0.0.1', ports: [{ port: 80, nodePort: 1 }] } },
    ],
    [
      'replicas that become ready before they are available',
      'deployments',
      { status: { replicas: 3, readyReplicas: 1, availableReplicas: 1 } },
      { status: { replicas: 3, readyReplicas: 2, availableReplicas: 1 } },
    ],
    [
      'pods of a DaemonSet that become available',
      'daemonsets',
      { status: { desiredNumberScheduled: 2, numberAvailable: 1 } },
      { status: { desiredNumberScheduled: 2, numberAvailable: 2 } },
    ],
  ])('is no change: %s', (_, plural, before, after) => {
    const schema = sharedKinds.find(kind => kind.plural === plural)?.schema;
    const read = (object: object) => schema?.parse({ metadata, ...object });
    expect(read(after)).toEqual(read(before));
    expect(read(after)).toBeDefined();
  });
});

it('keeps who wrote an object only of those of which there are few', () => {
  const metadata = { name: 'x', writers: [{ manager: 'kubectl', fields: [] }] };
  const kept = sharedKinds.filter(({ schema }) => {
    const { data } = schema.safeParse({ metadata });
    return JSON.stringify(data).includes('kubectl');
  });
  expect(kept.map(({ plural }) => plural)).toEqual([
    'namespaces',
    'nodes',
    'services',
    'deployments',
    'statefulsets',
    'daemonsets',
    'jobs',
    'cronjobs',
  ]);
});
