import type {
  Change,
  MetricSeries,
  MetricsAnswer,
  SeriesPoints,
  ServiceMetrics,
} from '@meshport/plugin-mesh-common';
import { aCluster, aGolden, aText, someObjectives } from './answers';

const POINTS = 60;
const STEP_SECONDS = 60;

/** A course that repeats itself over the hour, never the same at two points in a row. */
function course(middle: number, swing: number): number[] {
  return Array.from(
    { length: POINTS },
    (_, index) => middle + swing * Math.sin(index / 5),
  );
}

/** Points of a service that serves requests, `scale` times as many as usual. */
export function httpPoints(scale = 1): SeriesPoints {
  return {
    requestRate: course(12 * scale, 3 * scale),
    successRatio: course(0.9985, 0.001),
    p50Ms: course(12, 2),
    p95Ms: course(60, 8),
    p99Ms: course(140, 30),
  };
}

/** Points of a service of which only bytes and connections are known. */
export function tcpPoints(): SeriesPoints {
  return {
    connectionsPerSecond: course(1.4, 0.3),
    receivedBytesPerSecond: course(8200, 900),
    sentBytesPerSecond: course(151_000, 20_000),
  };
}

export function aLine(overrides: Partial<MetricSeries> = {}): MetricSeries {
  return { scope: 'service', points: httpPoints(), ...overrides };
}

export function aServiceMetrics(
  overrides: Partial<ServiceMetrics> = {},
): ServiceMetrics {
  return {
    set: 'production',
    namespace: 'shop',
    name: 'basket',
    health: 'healthy',
    healthReasons: [],
    objectives: someObjectives(),
    golden: aGolden(),
    instances: [
      { cluster: 'north', golden: aGolden() },
      { cluster: 'south', golden: aGolden({ requestRate: 4 }) },
    ],
    budget: [
      { hours: 1, requests: 43_200, successRatio: 1, burnRate: 0 },
      { hours: 6, requests: 259_200, successRatio: 0.9996, burnRate: 0.4 },
      { hours: 24, requests: 1_036_800, successRatio: 0.9968, burnRate: 3.2 },
    ],
    series: [
      aLine(),
      aLine({ scope: 'instance', cluster: 'north', points: httpPoints(0.7) }),
      aLine({ scope: 'instance', cluster: 'south', points: httpPoints(0.3) }),
      aLine({
        scope: 'version',
        cluster: 'north',
        version: 'v2',
        points: httpPoints(0.1),
      }),
    ],
    queries: [
      {
        cluster: 'north',
        mesh: 'istio',
        store: 'https://store.example',
        requestRate: 'sum(rate(requests_total{service="basket"}[5m]))',
      },
    ],
    links: [
      {
        tool: 'grafana',
        cluster: 'north',
        url: 'https://grafana.example/d/a?from={fromMs}&to={toMs}',
      },
    ],
    ...overrides,
  };
}

export function aChange(overrides: Partial<Change> = {}): Change {
  return {
    at: '2026-11-14T07:30:00.000Z',
    kind: 'rollout',
    object: {
      cluster: 'north',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'basket',
    },
    text: aText('Deployment basket was rolled out.'),
    writer: 'helm',
    ...overrides,
  };
}

/** An hour of numbers up to `end` (ISO). */
export function aMetricsAnswer(
  overrides: Partial<MetricsAnswer> = {},
  end = '2026-11-14T08:00:00.000Z',
): MetricsAnswer {
  const last = Date.parse(end) / 1000;
  return {
    windowSeconds: 300,
    stepSeconds: STEP_SECONDS,
    times: Array.from(
      { length: POINTS },
      (_, index) => last - (POINTS - 1 - index) * STEP_SECONDS,
    ),
    services: [aServiceMetrics()],
    hidden: 0,
    changes: [aChange()],
    notes: [],
    sets: [
      { name: 'production', title: 'Production' },
      { name: 'staging', title: 'Staging' },
    ],
    clusters: [aCluster('north'), aCluster('south')],
    sources: [],
    ...overrides,
  };
}
