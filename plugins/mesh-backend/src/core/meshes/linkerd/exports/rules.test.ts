import { aDeclaredExport, aPair } from '../../../../testing/exportBuilders';
import type { ExportPart, KnownLink, LinkerdExportDetails } from './details';
import { linkerdExportRules } from './rules';

const CART = aDeclaredExport();
const FEDERATED = { ...CART, mechanism: 'linkerd-federated' };

function aPart(name: string, fields: Partial<ExportPart> = {}): ExportPart {
  const ref = {
    ...{ cluster: 'east', apiVersion: 'apps/v1', kind: 'Deployment' },
    ...{ namespace: 'linkerd-multicluster', name },
  };
  return { ref, ready: 1, wanted: 1, ...fields };
}

function aLink(fields: Partial<KnownLink> = {}): KnownLink {
  return {
    name: 'west',
    alias: 'west',
    ref: {
      ...{ cluster: 'east', kind: 'Link', name: 'west' },
      apiVersion: 'multicluster.linkerd.io/v1alpha3',
      namespace: 'linkerd-multicluster',
    },
    hasGateway: true,
    controller: aPart('controller-west'),
    failures: [],
    ...fields,
  };
}

function aMirror(
  kind: 'gateway' | 'discovery' | 'federated',
): LinkerdExportDetails['mirrors'][number] {
  const name = kind === 'federated' ? 'cart-federated' : 'cart-west';
  const of = [
    { system: 'linkerd', alias: 'west', namespace: 'shop', name: 'cart' },
  ];
  return { kind, namespace: 'shop', name, of, ports: CART.ports };
}

interface Options {
  link?: Partial<KnownLink> | null;
  mirrors?: LinkerdExportDetails['mirrors'];
  gateway?: Partial<ExportPart> | null;
  endpoints?: { ready: number; total: number };
  namespaces?: readonly string[];
  trust?: { domain: string; anchors: string };
}

function pair(options: Options) {
  const { link = {}, mirrors = [aMirror('gateway')], gateway = {} } = options;
  const { endpoints = { ready: 1, total: 1 }, namespaces, trust } = options;
  const trusted = { domain: 'cluster.local', anchors: 'roots' };
  const shared = { links: [], mirrors: [], clusterDomain: 'east.example' };
  return aPair<LinkerdExportDetails>({
    namespaces,
    from: {
      ...{ ...shared, trust: trusted },
      ...(gateway ? { gateway: aPart('linkerd-gateway', gateway) } : {}),
    },
    to: {
      ...{ ...shared, mirrors, trust: trust ?? trusted },
      links: link ? [aLink(link)] : [],
    },
    services: Object.fromEntries(
      mirrors.map(({ namespace, name }) => [`${namespace}/${name}`, endpoints]),
    ),
  });
}

function arrivalOf(options: Options, declared = CART) {
  return linkerdExportRules.arrivalOf(declared, pair(options));
}

describe('an export arrives', () => {
  it.each([
    ['through the gateway', 'gateway', CART, 'cart-west', 'endpoints'],
    ['pod to pod', 'discovery', CART, 'cart-west', 'discovery'],
    ['as part of one', 'federated', FEDERATED, 'cart-federated', 'discovery'],
  ] as const)('%s', (_, kind, declared, name, reachedBy) => {
    const found = arrivalOf({ mirrors: [aMirror(kind)] }, declared);
    expect(found).toMatchObject({
      ...{ arrived: true, reachedBy, reasons: [] },
      as: { cluster: 'east', namespace: 'shop', name },
      host: `${name}.shop.svc.east.example`,
    });
  });

  it('by what the mirror stands for, not by how it is called', () => {
    const mirrors = [{ ...aMirror('gateway'), name: 'our-cart' }];
    expect(arrivalOf({ mirrors })?.host).toBe('our-cart.shop.svc.east.example');
  });

  it('nowhere without a Link, and is not missed', () => {
    expect(arrivalOf({ link: null, mirrors: [] })).toBeUndefined();
  });

  it('in its own cluster, as part of one', () => {
    const own = { system: 'linkerd', namespace: 'shop', name: 'cart' };
    const mirrors = [{ ...aMirror('federated'), of: [own] }];
    const { to, ...rest } = pair({ mirrors, link: null });
    const itself = { ...rest, from: to, to };
    expect(linkerdExportRules.arrivalOf(FEDERATED, itself)).toMatchObject({
      arrived: true,
    });
    expect(
      linkerdExportRules.arrivalOf(FEDERATED, { ...rest, to }),
    ).toBeUndefined();
  });
});

const refusal = (reason: string, federated = false) => ({
  ...{ federated, reason, namespace: 'shop', name: 'cart' },
  message: 'Not like this',
});

describe('an export does not arrive', () => {
  it.each<[string, Options, string[]]>([
    ['without its namespace', { namespaces: [] }, ['namespace-missing']],
    [
      'without a controller',
      { link: { controller: undefined } },
      ['mirror-controller-down'],
    ],
    [
      'while the controller is not ready',
      { link: { controller: aPart('controller-west', { ready: 0 }) } },
      ['mirror-controller-down'],
    ],
    [
      'where the controller refuses it',
      { link: { failures: [refusal('InvalidService')] } },
      ['service-not-mirrored'],
    ],
    ['for reasons that nobody knows', {}, ['service-not-mirrored']],
    [
      'right after its namespace came',
      { link: { failures: [refusal('MissingNamespace')] } },
      ['service-not-mirrored'],
    ],
  ])('%s', (_, options, codes) => {
    const found = arrivalOf({ mirrors: [], ...options });
    expect(found?.arrived).toBe(false);
    expect(found?.reasons.map(({ code }) => code)).toEqual(codes);
  });

  it('into a federated service without an address', () => {
    const found = arrivalOf({ mirrors: [] }, { ...FEDERATED, headless: true });
    expect(found?.reasons[0]).toMatchObject({
      code: 'headless-not-federated',
      fix: {
        command:
          'kubectl --context west-admin -n shop label service cart mirror.linkerd.io/federated-',
      },
    });
  });

  it('says what the controller says', () => {
    const link = { failures: [refusal('InvalidService')] };
    const [reason] = arrivalOf({ mirrors: [], link })?.reasons ?? [];
    expect(reason?.text.message).toContain('Not like this');
  });
});

describe('a gateway that does not answer', () => {
  const dead = { ready: 0, total: 1 };
  it.each<[string, Options['gateway'], string, string | undefined]>([
    ['scaled to zero', { ready: 0, wanted: 0 }, 'scaled-to-zero', 'scale'],
    ['not ready', { ready: 0 }, 'not-ready', 'rollout restart'],
    ['healthy by itself', {}, 'not-ready', 'rollout restart'],
    ['of an unknown kind', null, 'not-ready', undefined],
  ])('%s', (_, gateway, variant, command) => {
    const asked = { endpoints: dead, gateway };
    const [reason] = arrivalOf(asked)?.reasons ?? [];
    expect(reason?.text.id).toBe(`reason.gateway-down.${variant}`);
    expect(reason?.fix?.command?.includes(command ?? '')).toBe(
      command === undefined ? undefined : true,
    );
    expect(linkerdExportRules.linkOf(pair(asked))?.state).toBe('down');
  });

  it('is not blamed where nothing runs at home', () => {
    const none = { ...CART, endpoints: { ready: 0, total: 0 } };
    const found = arrivalOf({ endpoints: { ready: 0, total: 0 } }, none);
    expect(found?.reasons.map(({ code }) => code)).toEqual([
      'no-ready-endpoints',
    ]);
  });

  it('does not matter pod to pod', () => {
    const mirrors = [aMirror('discovery')];
    expect(arrivalOf({ endpoints: dead, mirrors })?.reasons).toEqual([]);
  });
});

describe('a link', () => {
  it.each<[string, Options, string, boolean | 'unknown']>([
    ['is connected', {}, 'connected', true],
    [
      'is degraded without its controller',
      { link: { controller: undefined } },
      'degraded',
      true,
    ],
    [
      'of clusters with roots of their own has no shared trust',
      { trust: { domain: 'cluster.local', anchors: 'others' } },
      'connected',
      false,
    ],
  ])('%s', (_, options, state, sharedTrust) => {
    expect(linkerdExportRules.linkOf(pair(options))).toMatchObject({
      ...{ state, sharedTrust, mechanism: 'linkerd-link' },
    });
  });

  it('is none without an object that declares it', () => {
    expect(linkerdExportRules.linkOf(pair({ link: null }))).toBeUndefined();
  });
});
