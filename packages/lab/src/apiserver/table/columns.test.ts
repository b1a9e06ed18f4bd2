import type { DraftObject } from '../KubeObject.ts';
import { BUNDLE_NAMES, registryOf } from '../kinds/bundles.ts';
import { tableOf } from './table.ts';

const NOW = new Date('2026-01-01T12:00:00Z');
const kinds = registryOf(BUNDLE_NAMES);

function cellsOf(resource: string, fields: Partial<DraftObject>): unknown[] {
  const kind = kinds.get(resource);
  if (!kind) throw new Error(`no kind ${resource}`);
  const object = {
    apiVersion: 'v1',
    kind: kind.kind,
    ...fields,
    metadata: {
      name: 'a',
      creationTimestamp: '2026-01-01T09:00:00Z',
      ...fields.metadata,
    },
  };
  const table = tableOf([object], {
    kind,
    version: 'v1',
    now: NOW,
    include: 'None',
    withColumns: true,
    metadata: {},
  });
  const [row] = table.rows as { cells: unknown[] }[];
  return row.cells;
}

const template = {
  spec: {
    containers: [
      { name: 'main', image: 'web:1' },
      { name: 'x', image: 'y' },
    ],
  },
};
const selector = { matchLabels: { b: '2', a: '1' } };

describe('the row of', () => {
  it.each([
    {
      resource: 'deployments.apps',
      fields: {
        spec: { replicas: 3, selector, template },
        status: { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 1 },
      },
      cells: ['a', '2/3', 3, 1, '3h', 'main,x', 'web:1,y', 'a=1,b=2'],
    },
    {
      resource: 'services',
      fields: {
        spec: {
          type: 'LoadBalancer',
          clusterIP: '10.96.0.9',
          ports: [{ port: 80, protocol: 'TCP', nodePort: 31000 }],
          selector: { app: 'a' },
        },
        status: { loadBalancer: { ingress: [{ hostname: 'lb.test' }] } },
      },
      cells: [
        'a',
        'LoadBalancer',
        '10.96.0.9',
        'lb.test',
        '80:31000/TCP',
        '3h',
        'app=a',
      ],
    },
    {
      resource: 'nodes',
      fields: {
        metadata: { labels: { 'node-role.kubernetes.io/worker': '' } },
        spec: { unschedulable: true },
        status: {
          conditions: [{ type: 'Ready', status: 'True' }],
          addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
          nodeInfo: { kubeletVersion: 'v1.33.1', osImage: 'Linux' },
        },
      },
      cells: [
        'a',
        'Ready,SchedulingDisabled',
        'worker',
        '3h',
        'v1.33.1',
        '10.0.0.1',
        '<none>',
        'Linux',
        '<none>',
        '<none>',
      ],
    },
    {
      resource: 'jobs.batch',
      fields: {
        spec: { completions: 1, template, selector },
        status: {
          succeeded: 1,
          startTime: '2026-01-01T10:00:00Z',
          completionTime: '2026-01-01T10:01:30Z',
          conditions: [{ type: 'Complete', status: 'True' }],
        },
      },
      cells: [
        'a',
        'Complete',
        '1/1',
        '90s',
        '3h',
        'main,x',
        'web:1,y',
        'a=1,b=2',
      ],
    },
    {
      resource: 'cronjobs.batch',
      fields: {
        spec: {
          schedule: '@daily',
          suspend: false,
          jobTemplate: { spec: { template } },
        },
        status: { lastScheduleTime: '2026-01-01T11:00:00Z', active: [{}] },
      },
      cells: [
        'a',
        '@daily',
        '<none>',
        false,
        1,
        '60m',
        '3h',
        'main,x',
        'web:1,y',
        '<none>',
      ],
    },
    {
      resource: 'endpointslices.discovery.k8s.io',
      fields: {
        addressType: 'IPv4',
        ports: [{ port: 80 }],
        endpoints: ['1', '2', '3', '4'].map(n => ({
          addresses: [`10.0.0.${n}`],
        })),
      },
      cells: [
        'a',
        'IPv4',
        '80',
        '10.0.0.1,10.0.0.2,10.0.0.3 + 1 more...',
        '3h',
      ],
    },
    {
      resource: 'events',
      fields: {
        type: 'Warning',
        reason: 'BackOff',
        message: 'again',
        count: 3,
        involvedObject: { kind: 'Pod', name: 'p' },
        source: { component: 'kubelet' },
        firstTimestamp: '2026-01-01T11:00:00Z',
        lastTimestamp: '2026-01-01T11:59:00Z',
      },
      cells: [
        '60s',
        'Warning',
        'BackOff',
        'pod/p',
        '<none>',
        'kubelet',
        'again',
        '60m',
        '3',
        'a',
      ],
    },
    {
      resource: 'serviceaccounts',
      fields: {},
      cells: ['a', '3h'],
    },
  ])('$resource', ({ resource, fields, cells }) => {
    expect(cellsOf(resource, fields)).toEqual(cells);
  });
});

describe('custom kinds', () => {
  const condition = (type: string, status: string, message = '') => ({
    conditions: [{ type, status, message }],
  });
  it.each<[string, Partial<DraftObject>, unknown[]]>([
    [
      'gateways.gateway.networking.k8s.io',
      {
        spec: { gatewayClassName: 'istio-waypoint' },
        status: {
          ...condition('Programmed', 'True'),
          addresses: [{ value: '10.96.0.7' }, { value: 'a.b.svc' }],
        },
      },
      ['a', 'istio-waypoint', '10.96.0.7', 'True', '3h'],
    ],
    [
      'gateways.gateway.networking.k8s.io',
      { spec: { gatewayClassName: 'istio' } },
      ['a', 'istio', '', '', '3h'],
    ],
    [
      'httproutes.gateway.networking.k8s.io',
      { spec: { hostnames: ['shop.example.test'] } },
      ['a', '["shop.example.test"]', '3h'],
    ],
    [
      'kustomizations.kustomize.toolkit.fluxcd.io',
      { status: condition('Ready', 'False', 'no artifact') },
      ['a', '3h', 'False', 'no artifact'],
    ],
    [
      'ciliumnodes.cilium.io',
      { spec: { addresses: [{ type: 'InternalIP', ip: '10.0.0.4' }] } },
      ['a', '', '10.0.0.4', '3h'],
    ],
    [
      'servicedefaults.consul.hashicorp.com',
      { status: { ...condition('Synced', 'True'), lastSyncedTime: 'today' } },
      ['a', 'True', 'today', '3h'],
    ],
    ['links.multicluster.linkerd.io', {}, ['a', '3h']],
  ])('%s', (resource, fields, cells) => {
    expect(cellsOf(resource, fields)).toEqual(cells);
  });
});
