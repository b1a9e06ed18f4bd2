import type { ObjectRef, Writer } from '@meshport/plugin-mesh-common';
import { editAll, type WrittenChange } from '.';

const ROOT = 'clusters/west';

function aRepository(files: Record<string, string>, unread: string[] = []) {
  return {
    paths: new Set([...Object.keys(files), ...unread]),
    contents: new Map(Object.entries(files)),
  };
}

const namespaceShop: ObjectRef = {
  cluster: 'west',
  apiVersion: 'v1',
  kind: 'Namespace',
  name: 'shop',
};
const serviceCart: ObjectRef = {
  cluster: 'west',
  apiVersion: 'v1',
  kind: 'Service',
  namespace: 'shop',
  name: 'cart',
};
const gateway: ObjectRef = {
  cluster: 'west',
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  namespace: 'shop',
  name: 'waypoint',
};

const flux: Writer = { kind: 'flux-kustomization', name: 'shop' };
const helm: Writer = {
  kind: 'flux-helm-release',
  name: 'cart',
  namespace: 'shop',
};

function aChange(given: Partial<WrittenChange> = {}): WrittenChange {
  return {
    object: namespaceShop,
    writer: flux,
    operation: 'patch',
    fields: [
      {
        path: ['metadata', 'labels', 'istio.io/dataplane-mode'],
        value: 'ambient',
      },
    ],
    ...given,
  };
}

const aGateway = (operation: 'create' | 'delete' = 'create') =>
  aChange({
    object: gateway,
    operation,
    fields:
      operation === 'create'
        ? [
            {
              path: ['spec'],
              value: {
                gatewayClassName: 'istio-waypoint',
                listeners: [{ name: 'mesh', port: 15008 }],
              },
            },
          ]
        : [],
  });

const globalCart = (value?: string, writer = helm) =>
  aChange({
    object: serviceCart,
    writer,
    fields: [
      {
        path: ['metadata', 'annotations', 'service.cilium.io/global'],
        ...(value === undefined ? {} : { value }),
      },
    ],
  });

/** Paths and contents after the changes; undefined: the file is gone. */
function edited(files: Record<string, string>, ...changes: WrittenChange[]) {
  const edit = editAll(aRepository(files), ROOT, changes);
  return edit.kind === 'edited'
    ? Object.fromEntries(edit.files.map(({ path, content }) => [path, content]))
    : edit;
}

const NAMESPACE = `# Ask dana first.
apiVersion: v1
kind: Namespace
metadata:
  name: shop # the shop
`;
const LABELLED = `${NAMESPACE}  labels:
    istio.io/dataplane-mode: ambient
`;
const KUSTOMIZATION = `kind: Kustomization
# The namespace comes first.
resources:
  - namespace.yaml # first
`;
const SHOP = `${ROOT}/shop`;
const FILES = {
  [`${SHOP}/kustomization.yaml`]: KUSTOMIZATION,
  [`${SHOP}/namespace.yaml`]: NAMESPACE,
  'README.md': '# fleet\n',
};
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: cart\n';
const GLOBAL = `${SERVICE}  annotations:\n    service.cilium.io/global: 'true'\n`;

function refusal(id: string, params: Record<string, unknown> = {}) {
  const reason = expect.objectContaining({
    id: `request.edit.${id}`,
    params: expect.objectContaining(params),
  });
  return { kind: 'refused', reason };
}

describe('an object that a file defines', () => {
  it('is edited there', () => {
    expect(edited(FILES, aChange())).toEqual({
      [`${SHOP}/namespace.yaml`]: LABELLED,
    });
  });

  it('is left alone where it is so already', () => {
    const files = { ...FILES, [`${SHOP}/namespace.yaml`]: LABELLED };
    expect(edited(files, aChange())).toEqual({ kind: 'unchanged' });
  });

  it('is found among several documents of one file', () => {
    const file = `${SERVICE}  namespace: shop\n---\n${NAMESPACE}`;
    expect(edited({ [`${ROOT}/all.yaml`]: file }, aChange())).toEqual({
      [`${ROOT}/all.yaml`]: `${SERVICE}  namespace: shop\n---\n${LABELLED}`,
    });
  });

  it('is found by the namespace, prefix and suffix that kustomizations give it', () => {
    const files = {
      [`${SHOP}/kustomization.yaml`]:
        'namespace: shop\nresources: [../../../bases/ca]\n',
      'bases/ca/kustomization.yaml':
        'namespace: other\nnamePrefix: ca\nnameSuffix: t\nresources:\n- service.yaml\n',
      'bases/ca/service.yaml': SERVICE.replace('cart', 'r'),
    };
    expect(edited(files, globalCart('true', flux))).toEqual({
      'bases/ca/service.yaml': GLOBAL.replace('cart', 'r'),
    });
  });

  it('is edited where it is defined, not where it is patched', () => {
    const files = {
      ...FILES,
      [`${SHOP}/kustomization.yaml`]: `${KUSTOMIZATION}patches:\n  - path: patch.yaml\n`,
      [`${SHOP}/patch.yaml`]: NAMESPACE,
    };
    expect(edited(files, aChange())).toEqual({
      [`${SHOP}/namespace.yaml`]: LABELLED,
    });
  });

  it('is found without a namespace where Flux gives it one', () => {
    expect(
      edited({ [`${SHOP}/cart.yaml`]: SERVICE }, globalCart('true', flux)),
    ).toEqual({ [`${SHOP}/cart.yaml`]: GLOBAL });
  });

  it('is not mistaken for one of another group, kind, name, namespace or cluster', () => {
    const others = {
      [`${SHOP}/a.yaml`]: SERVICE.replace('v1', 'serving.knative.dev/v1'),
      [`${SHOP}/b.yaml`]: SERVICE.replace('Service', 'ServiceAccount'),
      [`${SHOP}/c.yaml`]: SERVICE.replace('cart', 'cart2'),
      [`${SHOP}/d.yaml`]: `${SERVICE}  namespace: other\n`,
      'clusters/west-2/e.yaml': `${SERVICE}  namespace: shop\n`,
    };
    expect(edited(others, globalCart('true', flux))).toEqual(
      refusal('absent', { object: 'Service shop/cart', directory: ROOT }),
    );
  });

  it('names the files to read before it can be said', () => {
    const paths = [`${SHOP}/kustomization.yaml`];
    const unread = aRepository({}, [...paths, `${SHOP}/namespace.yaml`]);
    expect(editAll(unread, ROOT, [aChange()])).toEqual({
      kind: 'wants',
      paths,
    });
    const read = aRepository({ [paths[0]]: KUSTOMIZATION }, [
      `${SHOP}/namespace.yaml`,
    ]);
    expect(editAll(read, ROOT, [aChange()])).toEqual({
      kind: 'wants',
      paths: [`${SHOP}/namespace.yaml`],
    });
  });

  it.each<
    [
      title: string,
      files: Record<string, string>,
      change: WrittenChange,
      expected: object,
    ]
  >([
    [
      'two files define it',
      { ...FILES, [`${ROOT}/more.yaml`]: NAMESPACE },
      aChange(),
      refusal('ambiguous', {
        files: `${ROOT}/more.yaml, ${SHOP}/namespace.yaml`,
      }),
    ],
    [
      'one file defines it twice',
      { [`${ROOT}/a.yaml`]: `${NAMESPACE}---\n${NAMESPACE}` },
      aChange(),
      refusal('ambiguous', { files: `${ROOT}/a.yaml` }),
    ],
    [
      'a template of Helm makes it',
      {
        [`${ROOT}/chart/templates/ns.yaml`]: `{{- if .Values.on }}\n${NAMESPACE}{{- end }}\n`,
      },
      aChange(),
      refusal('generated', { file: `${ROOT}/chart/templates/ns.yaml` }),
    ],
    [
      'it is a file of a chart',
      {
        [`${ROOT}/chart/templates/ns.yaml`]: NAMESPACE,
        [`${ROOT}/chart/Chart.yaml`]: 'name: a\n',
      },
      aChange(),
      refusal('generated', { file: `${ROOT}/chart/templates/ns.yaml` }),
    ],
    [
      'its file is no YAML',
      { [`${ROOT}/ns.yaml`]: NAMESPACE.replace('  name', '\tname') },
      aChange(),
      refusal('unreadable', {
        file: `${ROOT}/ns.yaml`,
        problem: expect.stringMatching(/^Tabs are not allowed/),
      }),
    ],
    [
      'others are built from its file',
      {
        [`${SHOP}/kustomization.yaml`]: 'resources: [../../../bases/shop]\n',
        'clusters/east/shop/kustomization.yaml':
          'resources: [../../../bases/shop]\n',
        'bases/shop/kustomization.yaml': 'resources: [namespace.yaml]\n',
        'bases/shop/namespace.yaml': NAMESPACE,
      },
      aChange(),
      refusal('shared', {
        file: 'bases/shop/namespace.yaml',
        other: 'clusters/east/shop',
      }),
    ],
    [
      'its labels are those of another object too',
      {
        [`${ROOT}/ns.yaml`]: `${NAMESPACE}  labels: &l {a: b}\n  annotations: *l\n`,
      },
      aChange(),
      refusal('stays-as-it-is', {
        file: `${ROOT}/ns.yaml`,
        object: 'Namespace shop',
      }),
    ],
  ])('is not edited when %s', (_title, files, change, expected) => {
    expect(edited(files, change)).toEqual(expected);
  });
});

describe('an object that no file defines', () => {
  const content = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: waypoint
  namespace: shop
spec:
  gatewayClassName: istio-waypoint
  listeners:
    - name: mesh
      port: 15008
`;
  const path = `${SHOP}/gateway-waypoint.yaml`;

  it('gets a file beside its namespace, and is listed', () => {
    expect(edited(FILES, aGateway(), aChange())).toEqual({
      [path]: content,
      [`${SHOP}/kustomization.yaml`]: `${KUSTOMIZATION}  - gateway-waypoint.yaml\n`,
      [`${SHOP}/namespace.yaml`]: LABELLED,
    });
  });

  it.each([
    [
      'resources: [namespace.yaml]\n',
      'resources: [namespace.yaml, gateway-waypoint.yaml]\n',
    ],
    [
      'resources:\n- namespace.yaml',
      'resources:\n- namespace.yaml\n- gateway-waypoint.yaml',
    ],
    [
      'resources:\r\n- namespace.yaml\r\n',
      'resources:\r\n- namespace.yaml\r\n- gateway-waypoint.yaml\r\n',
    ],
  ])('is listed as others are: %j', (before, after) => {
    const list = `${SHOP}/kustomization.yaml`;
    expect(edited({ ...FILES, [list]: before }, aGateway())).toMatchObject({
      [list]: after,
    });
  });

  it('needs no list where all files of a directory are built', () => {
    const files = { [`${ROOT}/namespaces/shop.yaml`]: NAMESPACE };
    expect(edited(files, aGateway())).toEqual({
      [`${ROOT}/namespaces/gateway-waypoint.yaml`]: content,
    });
  });

  it('has another file name where that one is taken, and none where both are', () => {
    const taken = { ...FILES, [path]: 'kind: Other\n' };
    const other = `${SHOP}/shop-gateway-waypoint.yaml`;
    expect(edited(taken, aGateway())).toMatchObject({ [other]: content });
    expect(edited({ ...taken, [other]: 'kind: Other\n' }, aGateway())).toEqual(
      refusal('exists', { file: path }),
    );
  });

  it('is not added where a kustomization would call it otherwise', () => {
    const list = `${SHOP}/kustomization.yaml`;
    const files = { ...FILES, [list]: `namePrefix: x-\n${KUSTOMIZATION}` };
    expect(edited(files, aGateway())).toEqual(
      refusal('renamed', { file: list }),
    );
  });

  it('is gone again with its file and its line', () => {
    const list = `${KUSTOMIZATION}  - gateway-waypoint.yaml\n`;
    const files = {
      ...FILES,
      [`${SHOP}/kustomization.yaml`]: list,
      [path]: content,
    };
    expect(edited(files, aGateway('delete'))).toEqual({
      [path]: undefined,
      [`${SHOP}/kustomization.yaml`]: KUSTOMIZATION,
    });
    expect(edited(FILES, aGateway('delete'))).toEqual({ kind: 'unchanged' });
  });

  it.each([
    [`${content}---\n${NAMESPACE}`, NAMESPACE],
    [`---\n${content}---\n${NAMESPACE}`, `---\n${NAMESPACE}`],
    [`${NAMESPACE}---\n${content}`, NAMESPACE],
    [
      `${NAMESPACE}---\n${content}---\n${SERVICE}`,
      `${NAMESPACE}---\n${SERVICE}`,
    ],
  ])('is gone again from a file that has more', (before, after) => {
    const file = `${ROOT}/all.yaml`;
    expect(edited({ [file]: before }, aGateway('delete'))).toEqual({
      [file]: after,
    });
  });

  it('leaves an empty list where it was the only one', () => {
    const list = `${SHOP}/kustomization.yaml`;
    const files = {
      [list]: 'resources: # of the mesh\n  - gateway-waypoint.yaml\n',
      [path]: content,
    };
    const after = edited(files, aGateway('delete'));
    expect(after).toMatchObject({ [path]: undefined });
    expect(after).toMatchObject({
      [list]: expect.stringMatching(/^resources: .*\[\]/),
    });
  });
});

describe('an object that a release makes', () => {
  const RELEASE = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: cart
  namespace: shop
spec:
  values:
    # as many as zones
    replicas: 3
`;
  const PATCHED = `${RELEASE}  postRenderers:
    - kustomize:
        patches:
          - target:
              kind: Service
              name: cart
            patch: |
              apiVersion: v1
              kind: Service
              metadata:
                name: cart
                annotations:
                  service.cilium.io/global: "true"
`;
  const path = `${SHOP}/cart.yaml`;

  it('is patched by the release, once', () => {
    expect(edited({ [path]: RELEASE }, globalCart('true'))).toEqual({
      [path]: PATCHED,
    });
    expect(edited({ [path]: PATCHED }, globalCart('true'))).toEqual({
      kind: 'unchanged',
    });
  });

  it('is as it was when the patch is taken back', () => {
    expect(edited({ [path]: `${PATCHED}` }, globalCart())).toMatchObject({
      [path]: `${RELEASE}  postRenderers: []\n`,
    });
  });

  it('has a field taken away that its chart sets', () => {
    expect(edited({ [path]: RELEASE }, globalCart())).toEqual({
      [path]: PATCHED.replace('global: "true"', 'global: null'),
    });
  });

  it('is patched after what is patched already', () => {
    const before = `${RELEASE}  postRenderers: [{ kustomize: { patches: [] } }]\n`;
    const after = edited({ [path]: before }, globalCart('true'));
    expect(after).toMatchObject({
      [path]: expect.stringContaining('{ patches: [] } }, { kustomize:'),
    });
  });

  it('is neither made nor deleted', () => {
    const change = aChange({ ...aGateway(), writer: helm });
    expect(edited({ [path]: RELEASE }, change)).toEqual(
      refusal('beyond-release', { release: 'HelmRelease shop/cart' }),
    );
  });

  it('is not found where the release is not', () => {
    expect(edited(FILES, globalCart('true'))).toEqual(
      refusal('absent', { object: 'HelmRelease shop/cart' }),
    );
  });
});
