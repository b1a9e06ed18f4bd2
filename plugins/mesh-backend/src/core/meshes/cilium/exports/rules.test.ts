import { aDeclaredExport, aPair } from '../../../../testing/exportBuilders';
import type { CiliumExportDetails } from './details';
import { globalServiceRules } from './rules';

const CART = aDeclaredExport({ mechanism: 'cilium-global' });
const HERE = { 'shop/cart': { ready: 3, total: 3 } };
const WITHOUT_ENDPOINTS = { 'shop/cart': { ready: 0, total: 0 } };

function details(
  name: string,
  fields: Partial<CiliumExportDetails> = {},
): CiliumExportDetails {
  return {
    member: { name, namespace: 'kube-system' },
    server: {
      ref: {
        cluster: name,
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'kube-system',
        name: 'clustermesh-apiserver',
      },
      ready: 1,
      wanted: 1,
    },
    endpointSync: true,
    globalByDefault: true,
    namespaces: {},
    services: { 'shop/cart': { global: true, sync: true } },
    seen: name === 'east' ? ['west'] : [],
    ...fields,
  };
}

interface Options {
  from?: Partial<CiliumExportDetails>;
  to?: Partial<CiliumExportDetails>;
  services?: Parameters<typeof aPair>[0]['services'];
  namespaces?: readonly string[];
  meshes?: readonly string[];
  sameSet?: boolean;
}

function pair({ from, to, ...options }: Options) {
  return aPair({
    services: HERE,
    ...options,
    from: details('west', from),
    to: details('east', to),
  });
}

function arrivalOf(options: Options, declared = CART) {
  return globalServiceRules.arrivalOf(declared, pair(options));
}

function codesOf(options: Options, declared = CART) {
  return arrivalOf(options, declared)?.reasons.map(({ code }) => code);
}

it('what keeps an object as it is stands beside the command that changes it', () => {
  const { from, to, ...rest } = pair({
    ...{ namespaces: ['shop'], services: HERE },
    to: { services: {} },
  });
  const facts = {
    ...to.facts,
    keptBy: {
      'shop/cart': { kind: 'flux-helm-release' as const, name: 'cart' },
    },
  };
  const told = (side: typeof to) =>
    globalServiceRules
      .arrivalOf(CART, { from, to: side, ...rest })
      ?.reasons.map(({ code, fix }) => [code, fix?.effect?.message]);
  expect(told({ ...to, facts })).toEqual([
    [
      'service-not-global',
      'Flux HelmRelease cart writes shop/cart in east, and what is changed beside it may be undone: make the change in the release.',
    ],
  ]);
  expect(told(to)).toEqual([['service-not-global', undefined]]);
});

it('what is said of the offering cluster is proved by objects of it, for who may not see it', () => {
  const reasons = (from: Partial<CiliumExportDetails>) =>
    arrivalOf({ from })?.reasons ?? [];
  const told = [
    ...reasons({ server: undefined }),
    ...reasons({ namespaces: { shop: false } }),
    ...reasons({ services: { 'shop/cart': { shared: false } } }),
  ];
  expect(
    told.map(({ code, evidence }) => [code, evidence[0]?.cluster]),
  ).toEqual([
    ['link-down', 'west'],
    ['namespace-not-global', 'west'],
    ['service-not-shared', 'west'],
  ]);
});

it('a global service is the Service of its name in the other cluster', () => {
  expect(arrivalOf({})).toEqual({
    arrived: true,
    as: {
      cluster: 'east',
      apiVersion: 'v1',
      kind: 'Service',
      namespace: 'shop',
      name: 'cart',
    },
    host: 'cart.shop.svc.cluster.local',
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
    endpoints: { ready: 3, total: 3 },
    reachedBy: 'endpoints',
    reasons: [],
  });
});

describe('it has not arrived', () => {
  const says = (value: boolean) => ({ namespaces: { shop: value } });
  it.each<[string, Options, string[]]>([
    ['without its namespace', { namespaces: [] }, ['namespace-missing']],
    ['without a Service', { services: {} }, ['service-not-there']],
    [
      'with a Service that is not global',
      { to: { services: {} } },
      ['service-not-global'],
    ],
    [
      'while its endpoints are kept at home',
      { from: { services: { 'shop/cart': { global: true, shared: false } } } },
      ['service-not-shared'],
    ],
    [
      'from a namespace that takes no part',
      { from: says(false) },
      ['namespace-not-global'],
    ],
    [
      'into a namespace that takes no part',
      { to: says(false) },
      ['namespace-not-global'],
    ],
    [
      'where namespaces have to say that they take part',
      { from: { globalByDefault: false }, to: { globalByDefault: false } },
      ['namespace-not-global', 'namespace-not-global'],
    ],
    [
      'with all that is wrong on both sides',
      { from: says(false), to: says(false), services: {} },
      ['namespace-not-global', 'namespace-not-global', 'service-not-there'],
    ],
  ])('%s', (_, options, codes) => {
    expect(arrivalOf(options)).toMatchObject({ arrived: false });
    expect(codesOf(options)).toEqual(codes);
  });
});

describe('callers in a mesh', () => {
  const unsynced = { services: { 'shop/cart': { global: true } } };
  it.each<[string, Options, string[]]>([
    ['see no endpoint where none is written', {}, ['endpoints-not-synced']],
    ['are none without a mesh', { meshes: ['cilium'] }, []],
    ['see those of their own cluster', { services: HERE }, []],
  ])('%s', (_, options, codes) => {
    const asked = {
      ...{ meshes: ['cilium', 'linkerd'], services: WITHOUT_ENDPOINTS },
      ...options,
      to: unsynced,
    };
    expect(codesOf(asked)).toEqual(codes);
    expect(arrivalOf(asked)?.reachedBy).toBe('datapath');
  });

  it('are told to switch it on in the cluster first', () => {
    const reasons = arrivalOf({
      ...{ meshes: ['istio'], services: WITHOUT_ENDPOINTS },
      to: { ...unsynced, endpointSync: false },
    })?.reasons;
    expect(reasons?.[0]?.text.id).toBe('reason.endpoints-not-synced.cluster');
    expect(reasons?.[0]?.fix?.command).toContain(
      'patch configmap cilium-config',
    );
  });

  it('see those of headless services, which are written unasked', () => {
    const headless = { ...CART, headless: true };
    const asked = {
      ...{ meshes: ['istio'], services: WITHOUT_ENDPOINTS, to: unsynced },
    };
    expect(codesOf(asked, headless)).toEqual([]);
  });
});

it.each([
  [1, 'deployment/clustermesh-apiserver'],
  [0, '--replicas=1'],
])(
  'a server that wants %s pods and has none is started by %s',
  (wanted, by) => {
    const { server } = details('west');
    const from = { server: server && { ...server, ready: 0, wanted } };
    const [reason] = arrivalOf({ from })?.reasons ?? [];
    expect(reason?.code).toBe('link-down');
    expect(reason?.fix?.command).toContain(by);
    expect(globalServiceRules.linkOf(pair({ from }))?.state).toBe('down');
  },
);

it('nothing at home is nothing there', () => {
  const none = { ...CART, endpoints: { ready: 0, total: 2 } };
  expect(codesOf({}, none)).toEqual(['no-ready-endpoints']);
});

describe('clusters are joined', () => {
  it.each<[string, Options, string | undefined]>([
    ['where one was seen in the other', {}, 'connected'],
    ['as far as anybody can see', { to: { seen: [] } }, 'unknown'],
    ['over sets where it was seen', { sameSet: false }, 'connected'],
    ['not over sets', { sameSet: false, to: { seen: [] } }, undefined],
    ['not without being a member', { to: { member: undefined } }, undefined],
  ])('%s', (_, options, state) => {
    expect(globalServiceRules.linkOf(pair(options))?.state).toBe(state);
    expect(arrivalOf(options) === undefined).toBe(state === undefined);
  });
});
