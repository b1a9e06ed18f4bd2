import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProcessFigures } from './ProcessFigures.ts';
import { summary } from './percentile.ts';
import type { Result, RouteFigures, WindowFigures } from './Result.ts';
import { table } from './table.ts';

const MEBIBYTE = 2 ** 20;

function process_(mebibytes: number): ProcessFigures {
  return {
    residentBytes: mebibytes * MEBIBYTE,
    heapUsedBytes: mebibytes * MEBIBYTE,
    heapTotalBytes: mebibytes * MEBIBYTE,
    externalBytes: 0,
    cpuMilliseconds: 500,
    wallMilliseconds: 1_000,
    eventLoopDelay: { p50: 1, p99: 20, max: 40 },
  };
}

function route(milliseconds: number): RouteFigures {
  return {
    http: summary([milliseconds]),
    inProcess: summary([1]),
    bytes: summary([100]),
    statuses: { 200: 1 },
  };
}

function aWindow(entity: number): WindowFigures {
  return {
    routes: { empty: route(10), entity: route(entity), services: route(15) },
    portal: process_(600),
    upstream: {},
    labCpuMilliseconds: 1,
    changeToAnswer: summary([400]),
    load: [1, 1],
  };
}

function aResult(entity: number): Result {
  return {
    at: '2026-01-01T00:00:00.000Z',
    machine: { id: 'm', cpu: 'CPU', cores: 2, memoryBytes: 1, node: 'v24' },
    options: {
      ...{ clusters: 10, services: 200, pods: 10, clustersPerLab: 10 },
      ...{ seconds: 60, warmUpSeconds: 10, changes: 1 },
      ...{ faults: false, keep: true },
    },
    start: {
      portalMilliseconds: 4_000,
      firstClusterMilliseconds: 5_000,
      allClustersMilliseconds: 30_000,
      portal: process_(500),
    },
    idle: process_(300),
    idleCollected: process_(100),
    afterCollection: process_(250),
    labResidentBytes: 1,
    healthy: aWindow(entity),
    kubernetesPlugin: {
      routes: { entity: route(10), 'kubernetes plugin': route(400) },
      upstreamPerRequest: { entity: 0, 'kubernetes plugin': 150 },
    },
  };
}

function row(text: string, figure: string): string[] {
  const line = text.split('\n').find(one => one.startsWith(`| ${figure} `));
  return (line ?? '').split('|').map(cell => cell.trim());
}

describe('the table of a run', () => {
  it('says which targets are met, and which are not', () => {
    const text = table(aResult(16), undefined);
    const ratio = row(text, 'all well: entity / empty, p99');
    assert.deepEqual(ratio.slice(2, 6), ['1.60 x', '<= 1.5 x', 'MISSED', '-']);
    const services = row(text, 'all well: services page / empty, p99');
    assert.equal(services[4], 'met');
    const memory = row(text, 'memory: over the idle portal, after the window');
    assert.deepEqual(memory.slice(2, 5), ['300 MiB', '<= 400 MiB', 'met']);
  });

  it('says what the event loop of an idle portal does, where that was measured', () => {
    const what = 'idle portal: event loop late, max';
    const result = aResult(10);
    assert.deepEqual(row(table(result, undefined), what), ['']);
    const text = table({ ...result, idleWindow: process_(300) }, result);
    assert.deepEqual(row(text, what).slice(2, 6), ['40.0 ms', '', '', '-']);
  });

  it('takes a figure that could not be measured for missed', () => {
    const result = aResult(10);
    delete result.healthy.routes.entity.inProcess;
    const text = table(result, undefined);
    assert.equal(row(text, 'all well: entity in process, p99')[4], 'MISSED');
  });

  it('compares with the run before', () => {
    const text = table(aResult(12), aResult(10));
    assert.equal(row(text, 'all well: entity, p99')[5], '1.20');
    assert.equal(row(text, 'all well: empty route, p99')[5], '1.00');
  });
});
