import {
  MeshApiError,
  text,
  type Golden,
  type Health,
} from '@meshport/plugin-mesh-common';
import {
  aGolden,
  anEntityAnswer,
  anInstance,
  aService,
} from '../src/testing/answers';
import { entityAnswer } from './recordedAnswers';
import { metricsOf } from './recordedMetrics';
import type { Recordings } from './RecordedMeshClient';

const never = () => new Promise<never>(() => {});
const outage = async () => {
  throw new MeshApiError(503, 'The mesh plugin answered 503.');
};

const SETUP = `mesh:
  metrics:
    stores:
      main:
        url: http://prometheus.monitoring:9090
        clusterLabel: cluster
`;

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

const without: Partial<Golden> = {
  requestRate: undefined,
  successRatio: undefined,
  latencyMs: undefined,
};

const GOLDENS: Readonly<
  Record<string, () => { golden: Golden; health: Health }>
> = {
  'no traffic': () => ({
    health: 'idle',
    golden: aGolden({
      ...without,
      state: 'no-traffic',
      requestRate: 0,
      at: ago(0),
    }),
  }),
  'too little traffic': () => ({
    health: 'unknown',
    golden: aGolden({ requestRate: 0.05, at: ago(0) }),
  }),
  'only bytes': () => ({
    health: 'unknown',
    golden: aGolden({
      ...without,
      at: ago(0),
      reason: text('golden.no-waypoint', { namespace: 'shop' }),
      tcp: {
        connectionsPerSecond: 1.4,
        receivedBytesPerSecond: 8200,
        sentBytesPerSecond: 151_000,
      },
    }),
  }),
  'store fails, last known': () => ({
    health: 'unknown',
    golden: aGolden({
      state: 'stale',
      at: ago(7),
      reason: text('store.refused', { store: 'main' }),
    }),
  }),
  'store fails': () => ({
    health: 'unknown',
    golden: aGolden({
      ...without,
      state: 'unavailable',
      at: undefined,
      reason: text('store.credentials', { store: 'main' }),
    }),
  }),
  'not counted': () => ({
    health: 'unknown',
    golden: aGolden({
      ...without,
      state: 'no-data',
      at: undefined,
      reason: text('golden.no-proxy'),
    }),
  }),
  'no store': () => ({
    health: 'unknown',
    golden: aGolden({
      ...without,
      state: 'not-configured',
      at: undefined,
      reason: text('golden.not-configured', { cluster: 'north' }),
    }),
  }),
};

function recordingsOf(name: string): Recordings {
  const answer = () => {
    const { golden, health } = GOLDENS[name]();
    const instance = anInstance({ golden, health });
    return anEntityAnswer({
      services: [aService({ golden, health, instances: [instance] })],
    });
  };
  return {
    getEntity: async () => answer(),
    getEntityMetrics: async () => ({
      ...metricsOf(answer()),
      ...(name === 'no store' ? { setup: SETUP, times: [] } : {}),
    }),
  };
}

function recorded(name: Parameters<typeof entityAnswer>[0]): Recordings {
  return {
    getEntity: async () => entityAnswer(name),
    getEntityMetrics: async () => metricsOf(entityAnswer(name)),
  };
}

/** Traffic in every state that pages tell apart. */
export const GOLDEN_STATES: readonly {
  readonly name: string;
  readonly recordings: Recordings;
}[] = [
  {
    name: 'loading',
    recordings: { getEntity: never, getEntityMetrics: never },
  },
  {
    name: 'error',
    recordings: { getEntity: outage, getEntityMetrics: outage },
  },
  { name: 'empty', recordings: recorded('empty') },
  { name: 'healthy', recordings: recorded('healthy') },
  { name: 'failing', recordings: recorded('failing') },
  {
    name: 'only the charts fail',
    recordings: { ...recorded('healthy'), getEntityMetrics: outage },
  },
  ...Object.keys(GOLDENS).map(name => ({
    name,
    recordings: recordingsOf(name),
  })),
];
