import {
  MeshApiError,
  text,
  type MeshRequest,
  type RequestDetails,
} from '@meshport/plugin-mesh-common';
import type { ReactElement } from 'react';
import { RequestPage } from '../src/requests/RequestPage';
import { RequestsPage } from '../src/requests/RequestsPage';
import {
  aFinding,
  aRequest,
  aRequestRow,
  someDetails,
} from '../src/testing/requests';
import type { Recordings } from './RecordedMeshClient';

interface RequestStateOnPage {
  readonly name: string;
  readonly page: ReactElement;
  readonly recordings: Recordings;
}

const never = () => new Promise<never>(() => {});
const outage = async () => {
  throw new MeshApiError(503, 'The mesh plugin answered 503.');
};
const denied = async () => {
  throw new MeshApiError(
    404,
    'Nothing here that you may read; it takes the permission mesh.request.read.',
  );
};

const minutesAgo = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000).toISOString();

/** Asked for a while ago, and checked just now. */
function recently(overrides: Partial<MeshRequest> = {}): MeshRequest {
  return aRequest({
    createdAt: minutesAgo(12),
    expiresAt: minutesAgo(-14 * 24 * 60),
    preflight: { blockers: [], warnings: [], at: minutesAgo(0) },
    ...overrides,
  });
}

function withWarnings(): RequestDetails {
  const warnings = [aFinding()];
  return someDetails(
    recently({
      accepts: ['single-replica'],
      preflight: { blockers: [], warnings, at: minutesAgo(0) },
    }),
  );
}

function ofOneself(): RequestDetails {
  const refused = {
    command: 'approve' as const,
    allowed: false,
    reason: text('request.refused.own'),
  };
  return someDetails(recently(), [
    refused,
    { command: 'withdraw', allowed: true },
  ]);
}

function failed(): RequestDetails {
  const object = { kind: 'Deployment', name: 'cart', cluster: 'north' };
  const error = text('request.step.not-ready', object);
  const before = recently();
  return someDetails(
    recently({
      state: 'failed',
      phases: before.phases.map(phase => ({ ...phase, state: 'failed' })),
      deliveries: before.deliveries.map(delivery => ({
        ...delivery,
        state: 'failed',
        error,
      })),
      history: [
        ...before.history,
        {
          at: minutesAgo(2),
          by: 'user:default/ann',
          event: 'approved',
          text: text('request.event.approved'),
        },
        { at: minutesAgo(1), by: 'mesh', event: 'step-failed', text: error },
      ],
    }),
    [{ command: 'retry', allowed: true }],
  );
}

const PAGES: readonly [string, Recordings['getRequest']][] = [
  ['loading', never],
  ['error', outage],
  ['permission missing', denied],
  ['to decide', async () => someDetails(recently())],
  ['with warnings', async () => withWarnings()],
  ['of oneself', async () => ofOneself()],
  ['failed', async () => failed()],
];

const ROWS = [
  aRequestRow({ id: 'one', createdAt: minutesAgo(3) }),
  aRequestRow({
    ...{ id: 'two', kind: 'namespace-onboard', createdAt: minutesAgo(70) },
    target: {
      ...{ clusters: ['north', 'south'], sets: ['production'] },
      ...{ namespace: 'wallet', mesh: 'linkerd' },
    },
    ...{ mine: true, mayDecide: false },
  }),
  aRequestRow({
    ...{ id: 'three', state: 'waiting', createdAt: minutesAgo(600) },
    waitsFor: { code: 'owner', text: text('request.waits.owner') },
  }),
  aRequestRow({ id: 'four', state: 'failed', createdAt: minutesAgo(3000) }),
];

const LISTS: readonly [string, Recordings['listRequests']][] = [
  ['loading', never],
  ['error', outage],
  ['permission missing', denied],
  ['empty', async () => ({ items: [] })],
  ['some', async () => ({ items: ROWS, nextCursor: 'next' })],
];

/** Requests, in all their states: the list, and one of them. */
export const REQUEST_STATES: readonly RequestStateOnPage[] = [
  ...LISTS.map(([name, listRequests]) => ({
    name: `Requests: ${name}`,
    page: <RequestsPage />,
    recordings: {
      listRequests,
      getRequest: async () => someDetails(recently()),
    },
  })),
  ...PAGES.map(([name, getRequest]) => ({
    name: `Request: ${name}`,
    page: <RequestPage />,
    recordings: { getRequest },
  })),
];
