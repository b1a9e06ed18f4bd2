import { text, type ObjectRef } from '@meshport/plugin-mesh-common';
import { serviceKind } from '@meshport/plugin-mesh-node';
import { aNamespace, aService } from '@meshport/plugin-mesh-node/testing';
import { FakeClock } from '../FakeClock';
import { InMemoryLiveObjects } from './InMemoryLiveObjects';
import { KubernetesLiveObjects } from './KubernetesLiveObjects';
import type { LiveObjects } from './LiveObjects';
import {
  type Answer,
  type AnswerTo,
  aPage,
  aStatus,
  FakeTransport,
} from './testing/FakeTransport';

const SHOP: ObjectRef = {
  cluster: 'west',
  apiVersion: 'v1',
  kind: 'Namespace',
  name: 'shop',
};
const CART: ObjectRef = {
  ...SHOP,
  kind: 'Service',
  namespace: 'shop',
  name: 'cart',
};
const PLACE = { cluster: 'west', namespace: 'shop' };

function overHttp(answer: AnswerTo) {
  const transport = new FakeTransport(answer);
  const clock = new FakeClock();
  const { signal } = new AbortController();
  const live = new KubernetesLiveObjects({ transport, clock, signal });
  return { live, transport, clock };
}

function aWorldOverHttp(): LiveObjects {
  const answers: Record<string, Answer> = {
    '/api/v1/namespaces?fieldSelector=metadata.name%3Dshop': aPage([
      aNamespace(),
    ]),
    '/api/v1/namespaces/shop/services?fieldSelector=metadata.name%3Dcart':
      aPage([aService()]),
    '/api/v1/namespaces/shop/services?fieldSelector=metadata.name%3Dpay': aPage(
      [],
    ),
    '/api/v1/namespaces/shop/services?limit=500': aPage([aService()]),
  };
  return overHttp(path => answers[path] ?? aStatus(404)).live;
}

describe.each<[string, () => LiveObjects]>([
  ['over HTTP', aWorldOverHttp],
  [
    'in memory',
    () => new InMemoryLiveObjects().apply('west', aNamespace(), aService()),
  ],
])('live objects %s', (_, create) => {
  it.each([SHOP, CART])('finds %j', async ref => {
    const found = await create().get(ref);
    expect(found).toMatchObject({
      state: 'found',
      object: { kind: ref.kind, metadata: { name: ref.name } },
    });
  });

  it('says what is not there', async () => {
    const asked = create().get({ ...CART, name: 'pay' });
    expect(await asked).toEqual({ state: 'missing' });
  });

  it('lists what is in a namespace', async () => {
    const { status, items } = await create().list(PLACE, serviceKind);
    expect([status, items.length]).toEqual(['live', 1]);
  });
});

describe('what cannot be read', () => {
  it.each<[string, Answer, string]>([
    ['is forbidden', aStatus(403), 'preflight.read-forbidden'],
    ['fails', aStatus(500), 'source.failing'],
    ['is garbage', { text: '<html>' }, 'source.garbage'],
  ])('%s', async (_, answer, id) => {
    const { live } = overHttp(() => answer);
    expect(await live.get(SHOP)).toMatchObject({
      state: 'unreadable',
      reason: { id },
    });
  });

  it.each<[string, Answer, string]>([
    ['forbidden', aStatus(403), 'forbidden'],
    ['failing', aStatus(500), 'stale'],
    ['not served', aStatus(404), 'absent'],
    ['not whole', aPage([], { continue: 'more' }), 'stale'],
  ])('is no empty list: %s', async (_, answer, status) => {
    const { live } = overHttp(() => answer);
    expect(await live.list(PLACE, serviceKind)).toMatchObject({ status });
  });

  it('hangs no longer than its deadline', async () => {
    const { live, clock } = overHttp(() => 'hang');
    const asked = live.get(SHOP);
    await clock.advance(5_000);
    expect(await asked).toMatchObject({
      state: 'unreadable',
      reason: { id: 'source.hung', params: { seconds: 5 } },
    });
  });

  it('is a failure of the cluster in memory, too', async () => {
    const reason = text('source.hung', { seconds: 5 });
    const live = new InMemoryLiveObjects().fail('west', reason);
    expect(await live.get(SHOP)).toEqual({ state: 'unreadable', reason });
    expect(await live.list(PLACE, serviceKind)).toMatchObject({
      status: 'stale',
    });
  });
});
