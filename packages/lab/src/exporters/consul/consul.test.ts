import type { DraftObject } from '../../apiserver/KubeObject.ts';
import { aCall, aCountingPod, anEnd, Exposed } from '../../testing/calls.ts';
import { aCluster, aService } from '../../testing/clusters.ts';

const DATAPLANE = { container: 'consul-dataplane' } as const;

function entry(
  kind: string,
  name: string,
  spec: Record<string, unknown>,
): DraftObject {
  return {
    apiVersion: 'consul.hashicorp.com/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec,
  };
}

function aConsulCluster(datacenter: string, ...objects: DraftObject[]) {
  return aCluster(
    [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'consul-server-config', namespace: 'default' },
        data: { 'server.json': `{ "datacenter": "${datacenter}" }` },
      },
      aCountingPod('cart', DATAPLANE),
      aCountingPod('shop', DATAPLANE),
      aService('cart'),
      aService('shop'),
      ...objects,
    ],
    { name: datacenter, serves: ['consul'] },
  );
}

const HTTP = entry('ProxyDefaults', 'global', { config: { protocol: 'http' } });
const west = aConsulCluster('west', HTTP, entry('PeeringAcceptor', 'east', {}));
const from = anEnd(west, 'cart');
const to = anEnd(west, 'shop');

function tags(service: string, datacenter = 'west'): string {
  return `local_cluster="${service}",consul_source_service="${service}",consul_source_namespace="default",consul_source_partition="default",consul_source_datacenter="${datacenter}"`;
}

describe('consul-dataplane', () => {
  const exposed = new Exposed([west], [aCall({ from, to })]);

  it('counts what comes in on the public listener', () => {
    expect(
      exposed.lines('shop', 'envoy_http_downstream_rq_completed', 'west'),
    ).toEqual([
      `envoy_http_downstream_rq_completed{${tags(
        'shop',
      )},envoy_http_conn_manager_prefix="public_listener"} 1`,
    ]);
    expect(
      exposed.series('shop', 'envoy_http_downstream_rq_xx', 'west'),
    ).toMatchObject([{ envoy_response_code_class: '2', value: '1' }]);
  });

  it('counts what goes out by upstream, with the datacenter', () => {
    const [requests] = exposed.series(
      'cart',
      'envoy_cluster_upstream_rq_completed',
      'west',
    );
    expect(requests).toMatchObject({
      consul_source_service: 'cart',
      envoy_cluster_name: 'shop',
      consul_destination_service: 'shop',
      consul_destination_namespace: 'default',
      consul_destination_datacenter: 'west',
      consul_destination_routing_type: 'internal',
      value: '1',
    });
    expect(requests).not.toHaveProperty('consul_destination_peer');
  });

  it('measures milliseconds, each end for itself', () => {
    const sum = (pod: string, metric: string) =>
      exposed.series(pod, `envoy_${metric}_sum`, 'west')[0].value;
    expect(sum('shop', 'http_downstream_rq_time')).toBe('20');
    expect(sum('cart', 'cluster_upstream_rq_time')).toBe('30');
  });

  it('has the listener of the upstream beside it, which is no public one', () => {
    expect(
      exposed.series('cart', 'envoy_http_downstream_rq_completed', 'west'),
    ).toMatchObject([
      {
        envoy_http_conn_manager_prefix: 'upstream.shop.default.default.west',
        consul_upstream_service: 'shop',
      },
    ]);
  });

  it('knows connections only where no protocol is set', () => {
    const cluster = aConsulCluster('west');
    const call = aCall({
      from: anEnd(cluster, 'cart'),
      to: anEnd(cluster, 'shop'),
    });
    const tcp = new Exposed([cluster], [call]);
    expect(tcp.text('west')).not.toContain('envoy_http_');
    expect(tcp.text('west')).not.toContain('upstream_rq');
    expect(
      tcp.series('shop', 'envoy_tcp_downstream_cx_total', 'west'),
    ).toMatchObject([{ envoy_tcp_prefix: 'public_listener', value: '1' }]);
    expect(
      tcp.series('shop', 'envoy_tcp_downstream_cx_rx_bytes_total', 'west')[0]
        .value,
    ).toBe('700');
    expect(
      tcp.series('cart', 'envoy_cluster_upstream_cx_total', 'west'),
    ).toMatchObject([{ consul_destination_service: 'shop' }]);
  });

  it('counts what intentions refuse', () => {
    const call = aCall({ from, to, denied: true, status: 403 });
    const refused = new Exposed([west], [call]);
    expect(
      refused.series('shop', 'envoy_http_rbac_denied', 'west'),
    ).toMatchObject([{ value: '1' }]);
    expect(
      refused.series('shop', 'envoy_http_downstream_rq_xx', 'west'),
    ).toMatchObject([{ envoy_response_code_class: '4' }]);
  });

  it('sees no request of a client in plain text that it does not take', () => {
    const call = aCall({ to, mtls: false, status: 0, flags: 'UC' });
    expect(new Exposed([west], [call]).text('west')).toBe('');
  });

  it('counts no requests, only bytes, of a client in plain text that it lets past', () => {
    const past = new Exposed([west], [aCall({ to, mtls: false })]);
    expect(
      past.series('shop', 'envoy_http_downstream_rq_total', 'west'),
    ).toEqual([]);
    expect(
      past.series('shop', 'envoy_tcp_downstream_cx_rx_bytes_total', 'west'),
    ).toMatchObject([{ envoy_tcp_prefix: 'permissive_public_listener' }]);
  });

  it('tells by the client what reached no server', () => {
    const call = aCall({ from, status: 503, flags: 'UF', serverMs: 0 });
    const lost = new Exposed([west], [call]);
    expect(
      lost.series('cart', 'envoy_cluster_upstream_cx_connect_fail', 'west'),
    ).toMatchObject([{ consul_destination_service: 'shop', value: '1' }]);
    expect(
      lost.series('cart', 'envoy_cluster_upstream_rq_xx', 'west'),
    ).toMatchObject([{ envoy_response_code_class: '5' }]);
  });

  it('names the peer of a call to another datacenter, and the gateway knows nobody', () => {
    const east = aConsulCluster(
      'east',
      HTTP,
      aCountingPod('gateway', DATAPLANE),
    );
    const call = aCall({
      from,
      to: anEnd(east, 'shop'),
      via: [
        {
          kind: 'mesh-gateway',
          cluster: 'east',
          namespace: 'default',
          workload: 'gateway',
          pod: 'gateway',
        },
      ],
    });
    const peered = new Exposed([west, east], [call]);
    const [requests] = peered.series(
      'cart',
      'envoy_cluster_upstream_rq_completed',
      'west',
    );
    expect(requests).toMatchObject({
      consul_destination_service: 'shop',
      consul_destination_peer: 'east',
      consul_destination_routing_type: 'external',
    });
    expect(requests).not.toHaveProperty('consul_destination_datacenter');
    expect(
      peered.series('gateway', 'envoy_cluster_upstream_cx_total', 'east'),
    ).toMatchObject([
      {
        consul_source_service: 'mesh-gateway',
        consul_destination_service: 'shop',
      },
    ]);
    expect(
      peered.series('shop', 'envoy_http_downstream_rq_completed', 'east'),
    ).toHaveLength(1);
  });
});
