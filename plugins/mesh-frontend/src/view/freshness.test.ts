import type { Source } from '@meshport/plugin-mesh-common';
import { aCluster, aText } from '../testing/answers';
import { freshness } from './freshness';

const clusters = [
  aCluster('north'),
  aCluster('south', { displayName: 'South' }),
];
const of = (sources: Source[]) => freshness({ clusters, sources });

it('counts clusters of which nothing bad is known as live', () => {
  expect(of([])).toEqual({ live: 2, all: 2, notes: [] });
  expect(
    of([{ cluster: 'north', part: 'objects', status: 'live' }]).notes,
  ).toEqual([]);
});

it('takes what a cluster does not have for read: what depends on it says so', () => {
  expect(
    of([
      {
        cluster: 'south',
        part: 'serviceimports.multicluster.x-k8s.io',
        status: 'absent',
        reason: aText('The cluster does not know it.'),
      },
    ]),
  ).toEqual({ live: 2, all: 2, notes: [] });
});

it('says of a cluster since when and why it is not live', () => {
  expect(
    of([
      {
        cluster: 'south',
        part: 'objects',
        status: 'unreachable',
        observedAt: '2026-11-14T07:48:00Z',
        reason: aText('No answer.'),
      },
    ]),
  ).toEqual({
    live: 1,
    all: 2,
    notes: [
      {
        cluster: 'south',
        displayName: 'South',
        status: 'unreachable',
        onlyInPart: false,
        observedAt: '2026-11-14T07:48:00Z',
        reasons: [aText('No answer.')],
      },
    ],
  });
});

it('prefers what is said of the parts to what is said of the whole, once each', () => {
  const part = (name: string, message: string): Source => ({
    cluster: 'south',
    part: name,
    status: 'forbidden',
    reason: aText(message),
  });
  const { notes } = of([
    {
      cluster: 'south',
      part: 'objects',
      status: 'forbidden',
      reason: aText('Something is forbidden.'),
    },
    part('pods', 'May not list pods.'),
    part('services', 'May not list services.'),
    part('services', 'May not list services.'),
  ]);
  expect(notes[0].reasons.map(reason => reason.message)).toEqual([
    'May not list pods.',
    'May not list services.',
  ]);
});

it('counts a cluster of which only some kinds are forbidden as live, not old', () => {
  const { live, notes } = of([
    {
      cluster: 'south',
      part: 'objects',
      status: 'forbidden',
      observedAt: '2026-11-14T07:48:00Z',
    },
    {
      cluster: 'south',
      part: 'peerauthentications.security.istio.io',
      status: 'forbidden',
      observedAt: '2026-11-14T07:48:00Z',
      reason: aText('May not list.'),
    },
  ]);
  expect(live).toBe(2);
  expect(notes).toMatchObject([{ onlyInPart: true, observedAt: undefined }]);
});

it('names what is gone before what is only starting', () => {
  const { notes } = of([
    { cluster: 'north', part: 'objects', status: 'syncing' },
    { cluster: 'south', part: 'objects', status: 'unreachable' },
  ]);
  expect(notes.map(note => note.cluster)).toEqual(['south', 'north']);
});
