import { parse } from 'yaml';
import { buildDirectory } from './buildDirectory.ts';

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
const map = (name: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n${more}`;

function build(files: Record<string, string>, path = './shop') {
  return buildDirectory(new Map(Object.entries(files)), path);
}

function names(files: Record<string, string>, path?: string): string[] {
  return build(files, path).map(
    ({ kind, metadata }) =>
      `${kind} ${metadata.namespace ?? '-'}/${metadata.name}`,
  );
}

describe('a directory', () => {
  it('without a kustomization.yaml stands for all YAML below it', () => {
    const files = {
      'shop/b.yaml': `${map('b')}---\n# nothing\n---\n${map('c')}`,
      'shop/a/namespace.yml': namespace,
      'shop/README.md': '# Shop',
      'shops/other.yaml': map('other'),
    };
    expect(names(files)).toEqual([
      'Namespace -/shop',
      'ConfigMap -/b',
      'ConfigMap -/c',
    ]);
  });

  it('without one uses those that it finds below', () => {
    const files = {
      'shop/base/kustomization.yaml': 'resources: [a.yaml]\nnamespace: shop\n',
      'shop/base/a.yaml': map('a'),
      'shop/base/unlisted.yaml': map('unlisted'),
      'shop/b.yaml': map('b'),
    };
    expect(names(files)).toEqual(['ConfigMap -/b', 'ConfigMap shop/a']);
  });

  it('keeps the order of its resources and puts what can be there into the namespace', () => {
    const files = {
      'shop/kustomization.yaml':
        'namespace: shop\nresources: [b.yaml, ../bases/a, namespace.yaml]\n',
      'shop/b.yaml': map('b'),
      'shop/namespace.yaml': namespace,
      'bases/a/kustomization.yaml': 'resources: [a.yaml]\n',
      'bases/a/a.yaml': map('a'),
    };
    expect(names(files)).toEqual([
      'ConfigMap shop/b',
      'ConfigMap shop/a',
      'Namespace -/shop',
    ]);
  });

  it.each([
    {
      what: 'a strategic merge patch of a file',
      patch: '- path: patch.yaml',
      file: map('a', 'data: { x: "2" }\n'),
      data: { x: '2', y: '1' },
    },
    {
      what: 'a JSON patch for a target',
      patch:
        '- target: { kind: ConfigMap, name: "a|b" }\n    patch: |\n      - { op: remove, path: /data/x }',
      data: { y: '1' },
    },
  ])('takes $what', ({ patch, file, data }) => {
    const files = {
      'shop/kustomization.yaml': `resources: [a.yaml]\npatches:\n  ${patch}\n`,
      'shop/a.yaml': map('a', 'data: { x: "1", y: "1" }\n'),
      ...(file ? { 'shop/patch.yaml': file } : {}),
    };
    expect(build(files)[0].data).toEqual(data);
  });

  it('gets labels and annotations, in templates where that is asked for', () => {
    const files = {
      'shop/kustomization.yaml': `
resources: [web.yaml]
commonAnnotations: { note: n }
labels:
  - pairs: { team: shop }
  - pairs: { tier: front }
    includeTemplates: true
`,
      'shop/web.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { metadata: { labels: { app: web } } } }
`,
    };
    expect(build(files)[0]).toEqual(
      parse(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { team: shop, tier: front }, annotations: { note: n } }
spec: { template: { metadata: { labels: { app: web, tier: front } } } }
`),
    );
  });

  it.each([
    [{}, 'ArtifactFailed', 'kustomization path not found: stat'],
    [{ 'shop/a.yaml': 'kind: [' }, 'BuildFailed', 'MalformedYAMLError'],
    [
      { 'shop/a.yaml': 'a: b' },
      'BuildFailed',
      'missing Resource metadata: no kind in File: shop/a.yaml',
    ],
    [
      { 'shop/kustomization.yaml': 'resources: [gone.yaml]' },
      'BuildFailed',
      "accumulating resources from 'gone.yaml'",
    ],
    [
      { 'shop/kustomization.yaml': 'helmCharts: []' },
      'BuildFailed',
      'uses helmCharts, which these simulated clusters do not build',
    ],
    [
      { 'shop/kustomization.yaml': 'resources: ["https://example.test/a"]' },
      'BuildFailed',
      'is elsewhere',
    ],
    [
      { 'shop/a.yaml': map('a'), 'shop/b.yaml': map('a') },
      'BuildFailed',
      'already registered id: ConfigMap.v1/a',
    ],
    [
      { 'shop/kustomization.yaml': 'resources: [../shop]' },
      'BuildFailed',
      'cycle detected',
    ],
  ])('is refused as %j with %s', (files, reason, message) => {
    let caught: unknown;
    try {
      build(files as Record<string, string>);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({
      reason,
      message: expect.stringContaining(message),
    });
  });

  it('cannot lead out of the repository', () => {
    expect(() => build({ 'shop/a.yaml': map('a') }, '../etc')).toThrow(
      'path not found',
    );
  });
});
