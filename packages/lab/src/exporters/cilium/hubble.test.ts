import type { DraftObject } from '../../apiserver/KubeObject.ts';
import { aCall, aCountingPod, anEnd, Exposed } from '../../testing/calls.ts';
import { aCluster, aService } from '../../testing/clusters.ts';
import { parseHandlers } from './hubbleSettings.ts';

const CONTEXT =
  'source_namespace,source_app,source_workload,destination_workload';

function config(metrics: string, enabled = 'true'): DraftObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cilium-config', namespace: 'default' },
    data: { 'enable-hubble': enabled, 'hubble-metrics': metrics },
  };
}

const POLICY: DraftObject = {
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name: 'shop', namespace: 'default' },
  spec: {
    endpointSelector: { matchLabels: { 'k8s:app': 'shop' } },
    ingress: [{ toPorts: [{ rules: { http: [{ method: 'GET' }] } }] }],
  },
};

function aCiliumCluster(...objects: DraftObject[]) {
  return aCluster(
    [
      aCountingPod('agent', { container: 'cilium-agent' }),
      aCountingPod('cart'),
      aCountingPod('shop'),
      aService('shop'),
      ...objects,
    ],
    { serves: ['cilium'] },
  );
}

function exposedOf(metrics: string, ...objects: DraftObject[]) {
  const cluster = aCiliumCluster(config(metrics), ...objects);
  const from = anEnd(cluster, 'cart');
  const to = anEnd(cluster, 'shop');
  return { cluster, from, to };
}

describe('Hubble', () => {
  it('reads handlers and the labels that they get', () => {
    expect(
      parseHandlers('dns tcp httpV2:exemplars=true;labelsContext=a,b'),
    ).toEqual(
      new Map([
        ['dns', []],
        ['tcp', []],
        ['httpV2', ['a', 'b']],
      ]),
    );
  });

  it('counts requests at the server where a policy has HTTP rules, in seconds', () => {
    const { cluster, from, to } = exposedOf(
      `httpV2:labelsContext=${CONTEXT}`,
      POLICY,
    );
    const exposed = new Exposed([cluster], [aCall({ from, to })]);
    const context =
      'source_namespace="default",source_app="cart",source_workload="cart",destination_workload="shop"';
    expect(exposed.lines('agent', 'hubble_http_requests_total')).toEqual([
      `hubble_http_requests_total{method="GET",protocol="HTTP/1.1",status="200",reporter="server",${context}} 1`,
    ]);
    expect(
      exposed.lines('agent', 'hubble_http_request_duration_seconds_sum'),
    ).toEqual([
      `hubble_http_request_duration_seconds_sum{method="GET",reporter="server",${context}} 0.02`,
    ]);
  });

  it('knows no workload of a pod that is on another node', () => {
    const { cluster, from, to } = exposedOf(
      `httpV2:labelsContext=${CONTEXT}`,
      POLICY,
    );
    const call = aCall({ from: { ...from, node: 'node-b' }, to });
    const [requests] = new Exposed([cluster], [call]).series(
      'agent',
      'hubble_http_requests_total',
    );
    expect(requests).toMatchObject({ source_app: 'cart' });
    expect(requests).not.toHaveProperty('source_workload');
  });

  it.each([
    ['without a policy for HTTP', 'httpV2', []],
    ['without the handler', 'tcp drop', [POLICY]],
  ])('sees no requests %s', (_what, metrics, objects) => {
    const { cluster, from, to } = exposedOf(metrics, ...objects);
    const exposed = new Exposed([cluster], [aCall({ from, to })]);
    expect(exposed.text()).not.toContain('hubble_http');
  });

  it('counts flags of connections, those of answers the other way round', () => {
    const { cluster, from, to } = exposedOf(
      'tcp:labelsContext=source_app,destination_app',
    );
    const calls = [true, false].map(newConnection =>
      aCall({ from, to, newConnection }),
    );
    const exposed = new Exposed([cluster], calls);
    expect(exposed.series('agent', 'hubble_tcp_flags_total')).toMatchObject([
      { flag: 'SYN', source_app: 'cart', destination_app: 'shop', value: '1' },
      { flag: 'SYN-ACK', source_app: 'shop', destination_app: 'cart' },
      { flag: 'FIN', source_app: 'cart' },
    ]);
  });

  it('counts what it drops, and no connection then', () => {
    const { cluster, from, to } = exposedOf('drop tcp');
    const call = aCall({ from, to, denied: true, status: 0 });
    const exposed = new Exposed([cluster], [call]);
    expect(exposed.lines('agent', 'hubble_')).toEqual([
      'hubble_drop_total{reason="POLICY_DENIED",protocol="TCP"} 1',
    ]);
  });

  it('counts nothing where it is off', () => {
    const cluster = aCiliumCluster(config('tcp flow', 'false'));
    const call = aCall({
      from: anEnd(cluster, 'cart'),
      to: anEnd(cluster, 'shop'),
    });
    expect(new Exposed([cluster], [call]).text()).toBe('');
  });
});
