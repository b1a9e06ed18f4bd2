import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceInstance } from '@meshport/plugin-mesh-common';
import { stringify } from 'yaml';
import { Session } from '../../../../scripts/processes/Session';
import { waitUntil } from '../../../../scripts/processes/waitUntil';
import { ROOT } from '../harness/root';
import type { TestPortal } from '../harness/TestPortal';
import { startTestPortal } from '../harness/World';
import { IstioCluster, READER, type AmbientView } from './IstioCluster';

/** A real istiod decides what is in the mesh; the portal, which reads objects only, has to come to the same. */
jest.setTimeout(180_000);

const CLUSTER = 'west';
const SHOP = 'ambient-shop';

let cluster: IstioCluster;
let portal: TestPortal;
let session: Session;
let state: string;

function appConfig(): string {
  const catalog = join(state, 'catalog.yaml');
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'cart',
      annotations: { 'meshport.io/services': `${SHOP}/cart` },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'guests' },
  };
  writeFileSync(catalog, stringify(entity));
  const { url, caPem } = cluster.server;
  const path = join(state, 'app-config.yaml');
  const config = {
    mesh: { clusterSets: [{ name: 'production', clusters: [CLUSTER] }] },
    catalog: { locations: [{ type: 'file', target: catalog }] },
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: [
            {
              name: CLUSTER,
              url,
              authProvider: 'serviceAccount',
              serviceAccountToken: READER.token,
              caData: Buffer.from(caPem).toString('base64'),
            },
          ],
        },
      ],
    },
  };
  writeFileSync(path, stringify(config));
  return path;
}

/** Pods of sidecars first made without a label, to have some that are too old. */
async function fill(): Promise<void> {
  await cluster.namespace('outside');
  await cluster.app({ namespace: 'outside', name: 'cart' });
  await cluster.namespace('late');
  await cluster.app({ namespace: 'late', name: 'cart' });
  await cluster.namespace('late', { 'istio-injection': 'enabled' });
  for (const [namespace, labels] of [
    ['by-namespace', { 'istio-injection': 'enabled' }],
    ['by-revision', { 'istio.io/rev': 'canary' }],
    ['by-tag', { 'istio.io/rev': 'prod' }],
  ] as const) {
    await cluster.namespace(namespace, labels);
    await cluster.app({ namespace, name: 'cart' });
  }
  await cluster.app({
    namespace: 'by-namespace',
    name: 'batch',
    labels: { 'sidecar.istio.io/inject': 'false' },
  });
  await fillAmbient();
}

async function fillAmbient(): Promise<void> {
  await cluster.namespace(SHOP, { 'istio.io/dataplane-mode': 'ambient' });
  await cluster.apply(waypoint(SHOP, 'waypoint'), waypoint(SHOP, 'asleep'));
  await cluster.runWaypoint(SHOP, 'waypoint');
  const uses = (name: string, more = {}) => ({
    serviceLabels: { 'istio.io/use-waypoint': name, ...more },
  });
  const namespace = SHOP;
  const captured = true;
  await cluster.app({ namespace, name: 'cart', captured, ...uses('waypoint') });
  await cluster.app({ namespace, name: 'plain', captured });
  await cluster.app({ namespace, name: 'lost', captured, ...uses('nowhere') });
  await cluster.app({ namespace, name: 'sleepy', captured, ...uses('asleep') });
  await cluster.app({ namespace, name: 'refused', captured, ...uses('none') });
  await cluster.app({ namespace, name: 'waiting' });
  await cluster.app({
    namespace,
    name: 'outsider',
    labels: { 'istio.io/dataplane-mode': 'none' },
  });
  await cluster.namespace('other', { 'istio.io/dataplane-mode': 'ambient' });
  await cluster.app({
    namespace: 'other',
    name: 'foreign',
    captured,
    ...uses('waypoint', { 'istio.io/use-waypoint-namespace': SHOP }),
  });
}

function waypoint(namespace: string, name: string): object {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      namespace,
      name,
      labels: { 'istio.io/waypoint-for': 'service' },
    },
    spec: {
      gatewayClassName: 'istio-waypoint',
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
    },
  };
}

async function instance(
  namespace: string,
  name: string,
): Promise<ServiceInstance> {
  const { service } = await portal.client.getService({
    params: { set: 'production', namespace, name },
  });
  return service.instances[0];
}

async function membershipOf(namespace: string, name: string) {
  const [first] = (await instance(namespace, name)).membership;
  const { mesh, mode, state: is, pods, reasons, proxyVersions } = first;
  return {
    ...{ mesh, mode, state: is, proxyVersions },
    pods: `${pods.enrolled}/${pods.total}`,
    codes: reasons.map(({ code }) => code),
  };
}

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'meshport-istiod-'));
  session = new Session();
  cluster = await IstioCluster.start(CLUSTER);
  await fill();
  await cluster.waitUntilBound(SHOP, 'cart');
  portal = await startTestPortal({
    ...{ session, state },
    appConfigs: [appConfig()],
    logFile: join(ROOT, '.meshport', 'tests', 'istiod-portal.log'),
  });
});

afterAll(async () => {
  await session?.stop();
  await cluster?.stop();
  rmSync(state, { recursive: true, force: true });
});

describe('what the webhook of a real istiod did', () => {
  it.each([
    ['by-namespace', 'cart', 'enrolled', '2/2', []],
    ['by-revision', 'cart', 'enrolled', '2/2', []],
    ['by-tag', 'cart', 'enrolled', '2/2', []],
    ['by-namespace', 'batch', 'opted-out', '0/2', ['pod-opted-out']],
    ['late', 'cart', 'pending-restart', '0/2', ['pod-predates-injection']],
  ])('%s/%s is %s, %s', async (namespace, name, is, pods, codes) => {
    expect(await membershipOf(namespace, name)).toMatchObject({
      ...{ mesh: 'istio', mode: 'sidecar' },
      ...{ state: is, pods, codes },
    });
  });

  it('outside/cart is in no mesh', async () => {
    expect(await membershipOf('outside', 'cart')).toMatchObject({
      ...{ mesh: '', state: 'not-enrolled', pods: '0/2' },
      codes: ['namespace-not-labelled'],
    });
  });

  it('reads versions of the proxies that it made', async () => {
    const { proxyVersions } = await membershipOf('by-tag', 'cart');
    expect(proxyVersions).toEqual(['1.31.0']);
  });
});

describe('ambient, beside what istiod tells ztunnel', () => {
  let view: AmbientView;
  beforeAll(async () => {
    view = await cluster.ambientz();
  });

  it.each([
    [SHOP, 'cart', 'enrolled', '2/2'],
    [SHOP, 'plain', 'enrolled', '2/2'],
    [SHOP, 'waiting', 'pending-restart', '0/2'],
    [SHOP, 'outsider', 'opted-out', '0/2'],
    ['other', 'foreign', 'enrolled', '2/2'],
    ['outside', 'cart', 'not-enrolled', '0/2'],
  ])('%s/%s is %s, %s', async (namespace, name, is, pods) => {
    const said = await membershipOf(namespace, name);
    expect(said).toMatchObject({ state: is, pods });
    const tunnelled = view.workloads.filter(
      workload =>
        workload.namespace === namespace &&
        workload.name.startsWith(`${name}-`) &&
        workload.tunnelProtocol === 'HBONE',
    );
    expect(said.pods).toBe(`${tunnelled.length}/2`);
  });
});

describe('waypoints, beside the statuses that istiod wrote', () => {
  it.each([
    [SHOP, 'cart', 'l7'],
    [SHOP, 'plain', 'l4'],
    [SHOP, 'lost', 'l4'],
    [SHOP, 'sleepy', 'l4'],
    [SHOP, 'refused', 'l4'],
    ['other', 'foreign', 'l4'],
  ])('%s/%s is handled on %s', async (namespace, name, layer) => {
    const said = await instance(namespace, name);
    const conditions = await cluster.conditions(namespace, name);
    const bound = conditions.find(
      ({ type }) => type === 'istio.io/WaypointBound',
    );
    expect(said.membership[0].layer).toBe(layer);
    expect(said.waypoint !== undefined).toBe(bound?.status === 'True');
    expect(said.membership[0].layer === 'l7').toBe(bound?.status === 'True');
  });

  it('names a waypoint that is not there', async () => {
    const { codes } = await membershipOf(SHOP, 'lost');
    expect(codes).toEqual(['waypoint-missing']);
  });

  it.each([
    ['does not admit the namespace', 'other', 'foreign'],
    ['has no pod', SHOP, 'sleepy'],
  ])('names a waypoint that %s', async (_, namespace, name) => {
    const { codes } = await membershipOf(namespace, name);
    expect(codes).toEqual(['waypoint-not-attached']);
  });

  it('sees a waypoint go within seconds', async () => {
    await cluster.server.kubectl(['-n', SHOP, 'delete', 'gateway', 'waypoint']);
    await waitUntil(
      async () => {
        const { codes } = await membershipOf(SHOP, 'cart');
        return codes.includes('waypoint-missing');
      },
      { what: 'cart to have lost its waypoint', timeoutMilliseconds: 10_000 },
    );
  });
});
