import {
  aDeployment,
  anEndpointSlice,
  aService,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { linkerd } from '../linkerd';
import { linkerdSnapshot } from '../testing/linkerdObjects';
import type { LinkerdExportDetails } from './details';

const MULTICLUSTER = 'linkerd-multicluster';
const MIRRORED = {
  'mirror.linkerd.io/mirrored-service': 'true',
  'mirror.linkerd.io/cluster-name': 'east',
};

function aLink(
  fields: Readonly<Record<string, unknown>> = {},
  status: unknown = {},
): KubeObject {
  return {
    apiVersion: 'multicluster.linkerd.io/v1alpha3',
    kind: 'Link',
    metadata: { name: 'east', namespace: MULTICLUSTER },
    spec: { targetClusterName: 'east', gatewayAddress: '192.0.2.1', ...fields },
    status,
  };
}

const aController = (labels: Readonly<Record<string, string>>) =>
  aDeployment({
    ...{ name: 'controller-east', namespace: MULTICLUSTER, podLabels: labels },
  });

function factsOf(...objects: KubeObject[]) {
  return linkerd.adapt(linkerdSnapshot([aLink(), ...objects])).exports;
}

const detailsOf = (...objects: KubeObject[]) =>
  linkerd.adapt(linkerdSnapshot(objects)).exports
    ?.details as LinkerdExportDetails;

describe('a Service is exported', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'through the gateway',
      { 'mirror.linkerd.io/exported': 'true' },
      ['linkerd-mirror'],
    ],
    [
      'pod to pod',
      { 'mirror.linkerd.io/exported': 'remote-discovery' },
      ['linkerd-mirror'],
    ],
    [
      'as part of one',
      { 'mirror.linkerd.io/federated': 'member' },
      ['linkerd-federated'],
    ],
    [
      'both ways',
      {
        'mirror.linkerd.io/exported': 'true',
        'mirror.linkerd.io/federated': 'member',
      },
      ['linkerd-mirror', 'linkerd-federated'],
    ],
    [
      'not by a word that no Link selects',
      { 'mirror.linkerd.io/exported': 'yes' },
      [],
    ],
    [
      'not as the mirror of another, whose labels were copied',
      { ...MIRRORED, 'mirror.linkerd.io/exported': 'true' },
      [],
    ],
  ])('%s', (_, labels, mechanisms) => {
    const { declared = [] } = factsOf(aService({ labels })) ?? {};
    expect(declared.map(({ mechanism }) => mechanism)).toEqual(mechanisms);
  });

  it('with the endpoints that it has', () => {
    const labels = { 'mirror.linkerd.io/exported': 'true' };
    const slice = anEndpointSlice({ ready: [true, false] });
    const facts = factsOf(aService({ labels }), slice);
    expect(facts?.declared).toMatchObject([
      { endpoints: { ready: 1, total: 2 }, headless: false },
    ]);
  });
});

it('what arrived is known by the cluster that it is of', () => {
  const annotations = {
    'mirror.linkerd.io/remote-svc-fq-name': 'cart.shop.svc.cluster.local',
  };
  const mirror = aService({ name: 'cart-east', labels: MIRRORED, annotations });
  expect(factsOf(mirror)?.arrived).toEqual([
    {
      ...{ mechanism: 'linkerd-mirror', system: 'linkerd', alias: 'east' },
      ...{ namespace: 'shop', name: 'cart' },
    },
  ]);
});

describe('a Link', () => {
  it.each<[string, KubeObject[], string | undefined]>([
    [
      'has the controller that is labelled with it',
      [aController({ 'mirror.linkerd.io/cluster-name': 'east' })],
      'controller-east',
    ],
    [
      'has none that is of another',
      [aController({ 'mirror.linkerd.io/cluster-name': 'north' })],
      undefined,
    ],
  ])('%s', (_, objects, name) => {
    const [link] = detailsOf(aLink(), ...objects).links;
    expect(link?.controller?.ref.name).toBe(name);
  });

  it('without an address has no gateway', () => {
    const [link] = detailsOf(aLink({ gatewayAddress: undefined })).links;
    expect(link).toMatchObject({ hasGateway: false, alias: 'east' });
  });

  it('says what it could not mirror, and why', () => {
    const remoteRef = { namespace: 'shop', name: 'cart' };
    const condition = (status: string) => ({
      ...{ type: 'Mirrored', status, reason: 'InvalidService' },
      message: 'Not like this',
    });
    const status = {
      mirrorServices: [{ remoteRef, conditions: [condition('False')] }],
      federatedServices: [{ remoteRef, conditions: [condition('True')] }],
    };
    expect(detailsOf(aLink({}, status)).links[0]?.failures).toEqual([
      {
        ...{ federated: false, reason: 'InvalidService', ...remoteRef },
        message: 'Not like this',
      },
    ]);
  });
});

it('the gateway is what its Service selects', () => {
  const service = aService({
    ...{ name: 'linkerd-gateway', namespace: MULTICLUSTER },
    annotations: { 'mirror.linkerd.io/multicluster-gateway': 'true' },
  });
  const gateway = aDeployment({
    ...{ name: 'gate', namespace: MULTICLUSTER, replicas: 2 },
    podLabels: { app: 'linkerd-gateway' },
  });
  expect(detailsOf(aLink(), service, gateway).gateway).toMatchObject({
    ref: { name: 'gate' },
    ...{ ready: 0, wanted: 2 },
  });
});

it('a cluster without Linkerd has nothing to say', () => {
  expect(linkerd.adapt(linkerdSnapshot([])).exports).toBeUndefined();
});
