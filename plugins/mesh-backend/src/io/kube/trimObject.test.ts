import fc from 'fast-check';
import { keptAnnotations } from './keptAnnotations';
import { trimObject } from './trimObject';

const keeps = keptAnnotations(['sidecar.istio.io/', 'exact/key']);

const entry = (fieldsV1: unknown, more: Record<string, unknown> = {}) => ({
  manager: 'kubectl-label',
  operation: 'Update',
  time: '2026-01-01T00:00:00Z',
  fieldsV1,
  ...more,
});

describe('keptAnnotations', () => {
  it.each([
    ['meshport.io/services', true],
    ['backstage.io/kubernetes-id', true],
    ['kustomize.toolkit.fluxcd.io/name', true],
    ['helm.toolkit.fluxcd.io/name', true],
    ['meta.helm.sh/release-name', true],
    ['argocd.argoproj.io/tracking-id', true],
    ['sidecar.istio.io/inject', true],
    ['exact/key', true],
    ['exact/key-and-more', false],
    ['someone.example.com/notes', false],
    ['kubectl.kubernetes.io/last-applied-configuration', false],
  ])('%s: %s', (key, kept) => {
    expect(keeps(key)).toBe(kept);
  });

  it('keeps packed objects out even where a mesh asks for their prefix', () => {
    const all = keptAnnotations([
      'consul.hashicorp.com/',
      'kubectl.kubernetes.io/',
    ]);
    expect(all('consul.hashicorp.com/connect-inject')).toBe(true);
    expect(all('consul.hashicorp.com/original-pod')).toBe(false);
    expect(all('kubectl.kubernetes.io/last-applied-configuration')).toBe(false);
  });
});

describe('trimObject', () => {
  it('keeps labels, and the annotations asked for, of object and pod templates', () => {
    const metadata = {
      labels: { app: 'a', 'someone.example.com/x': 'y' },
      annotations: { 'sidecar.istio.io/inject': 'true', other: 'x' },
    };
    const kept = {
      labels: metadata.labels,
      annotations: { 'sidecar.istio.io/inject': 'true' },
    };
    expect(
      trimObject(
        {
          metadata: { name: 'a', ...metadata },
          spec: {
            replicas: 2,
            template: { metadata, spec: { nodeName: 'n' } },
            jobTemplate: { spec: { template: { metadata } } },
          },
        },
        keeps,
      ),
    ).toEqual({
      metadata: { name: 'a', ...kept },
      spec: {
        replicas: 2,
        template: { metadata: kept, spec: { nodeName: 'n' } },
        jobTemplate: { spec: { template: { metadata: kept } } },
      },
    });
  });

  it('leaves the object that it was given as it was', () => {
    const object = { metadata: { name: 'a', annotations: { other: 'x' } } };
    trimObject(object, keeps);
    expect(object.metadata.annotations).toEqual({ other: 'x' });
  });

  it('says who wrote a label or a kept annotation, and when', () => {
    const labels = { 'f:labels': { '.': {}, 'f:istio-injection': {} } };
    const managedFields = [
      entry({ 'f:metadata': labels }),
      entry({ 'f:status': { 'f:phase': {} } }, { manager: 'kubelet' }),
      entry({
        'f:spec': {
          'f:template': {
            'f:metadata': {
              'f:annotations': {
                'f:sidecar.istio.io/inject': {},
                'f:other': {},
              },
            },
          },
        },
      }),
      entry({ 'f:metadata': { 'f:annotations': { 'f:other': {} } } }),
    ];
    const trimmed = trimObject(
      { metadata: { name: 'a', managedFields } },
      keeps,
    );
    const writer = {
      manager: 'kubectl-label',
      operation: 'Update',
      time: '2026-01-01T00:00:00Z',
    };
    expect(trimmed).toEqual({
      metadata: {
        name: 'a',
        writers: [
          {
            ...writer,
            fields: ['metadata.labels.istio-injection'],
            exclusive: true,
          },
          {
            ...writer,
            fields: [
              'spec.template.metadata.annotations.sidecar.istio.io/inject',
            ],
            exclusive: false,
          },
        ],
        lastWrite: { manager: 'kubectl-label', time: '2026-01-01T00:00:00Z' },
      },
    });
  });

  it('says who wrote the object last, but for its status', () => {
    const at = (hour: number) => ({ time: `2026-01-01T0${hour}:00:00Z` });
    const spec = { 'f:spec': { 'f:action': {} } };
    const managedFields = [
      entry(spec, { manager: 'kubectl-edit', ...at(3) }),
      entry(spec, { manager: 'helm', ...at(1) }),
      entry(
        { 'f:status': {} },
        {
          manager: 'istiod',
          subresource: 'status',
          ...at(4),
        },
      ),
      entry(spec, { manager: 'nobody', time: undefined }),
    ];
    expect(trimObject({ metadata: { managedFields } }, keeps)).toEqual({
      metadata: { lastWrite: { manager: 'kubectl-edit', ...at(3) } },
    });
  });

  it.each([
    ['one label', { 'f:labels': { 'f:a': {} } }, {}, true],
    ['one label of a map', { 'f:labels': { '.': {}, 'f:a': {} } }, {}, true],
    ['two labels', { 'f:labels': { 'f:a': {}, 'f:b': {} } }, {}, false],
    [
      'a label and an annotation that is not kept',
      { 'f:labels': { 'f:a': {} }, 'f:annotations': { 'f:other': {} } },
      {},
      false,
    ],
    [
      'a label and a part of the spec',
      { 'f:labels': { 'f:a': {} } },
      { 'f:spec': { 'f:replicas': {} } },
      false,
    ],
    ['a label of an absurd value', { 'f:labels': { 'f:a': 1 } }, {}, false],
  ])(
    'tells whether a writer of %s owns nothing else',
    (_, metadata, more, exclusive) => {
      const managedFields = [entry({ 'f:metadata': metadata, ...more })];
      const trimmed = trimObject(
        { metadata: { name: 'a', managedFields } },
        keeps,
      );
      expect(trimmed).toMatchObject({ metadata: { writers: [{ exclusive }] } });
    },
  );

  it.each([
    ['no managed fields', undefined],
    ['managed fields that are no list', 'all'],
    ['entries that are no objects', [null, 1, 'x']],
    ['an entry without fields', [entry(undefined)]],
    ['an entry with absurd fields', [entry({ 'f:metadata': [] })]],
  ])('finds no writer in %s', (_, managedFields) => {
    const trimmed = trimObject(
      { metadata: { name: 'a', managedFields } },
      keeps,
    );
    expect(trimmed).not.toHaveProperty('metadata.writers');
  });

  it('takes an entry without manager or time as it is', () => {
    const managedFields = [
      { fieldsV1: { 'f:metadata': { 'f:labels': { 'f:a': {} } } } },
    ];
    const trimmed = trimObject(
      { metadata: { name: 'a', managedFields } },
      keeps,
    );
    expect(trimmed).toMatchObject({
      metadata: { writers: [{ manager: '', operation: '', time: '' }] },
    });
  });

  it('never throws, whatever it is given', () => {
    const keys = fc.constantFrom(
      ...['metadata', 'spec', 'template', 'jobTemplate', 'annotations'],
      ...['labels', 'managedFields', 'fieldsV1', 'f:metadata', 'f:labels'],
      ...['__proto__', 'constructor'],
    );
    const { absurd } = fc.letrec(tie => ({
      absurd: fc.oneof(
        { maxDepth: 8 },
        fc.anything(),
        fc.array(tie('absurd')),
        fc.dictionary(keys, tie('absurd')),
      ),
    }));
    fc.assert(
      fc.property(absurd, object => {
        expect(() => trimObject(object, keeps)).not.toThrow();
      }),
    );
  });
});
