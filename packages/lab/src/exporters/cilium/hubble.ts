import type { CallEnd, CallShape } from '../../traffic/Call.ts';
import {
  ONE,
  serverSeconds,
  type Count,
  type CountedShape,
  type Family,
  type Labels,
} from '../Count.ts';
import type { FleetView } from '../FleetView.ts';
import { podTarget, type PodFacts } from '../PodFacts.ts';
import { hubbleSettings } from './hubbleSettings.ts';
import { isRedirectedToEnvoy } from './httpRules.ts';

const counter = (name: string): Family => ({ name, type: 'counter' });

const REQUESTS = counter('hubble_http_requests_total');
const DURATION: Family = {
  name: 'hubble_http_request_duration_seconds',
  type: 'histogram',
  bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
};
const TCP_FLAGS = counter('hubble_tcp_flags_total');
const FLOWS = counter('hubble_flows_processed_total');
const DROPS = counter('hubble_drop_total');

/** One end as an agent knows it: of a pod that is not on its node, everything but the workload. */
function context(
  side: 'source' | 'destination',
  parts: { end: CallEnd | undefined; agent: PodFacts },
): Record<string, string | undefined> {
  const { end, agent } = parts;
  if (!end) return {};
  const { labels } = end;
  const isLocal = end.cluster === agent.cluster && end.node === agent.node;
  const app =
    labels['k8s-app'] ?? labels.app ?? labels['app.kubernetes.io/name'];
  return {
    [`${side}_ip`]: end.podIp,
    [`${side}_pod`]: end.pod,
    [`${side}_namespace`]: end.namespace,
    [`${side}_workload`]: isLocal ? end.workload : undefined,
    [`${side}_workload_kind`]: isLocal ? end.kind : undefined,
    [`${side}_app`]: app,
  };
}

/** What an agent sees of one call, by the handlers that are on. */
class Observer {
  readonly #shape: CountedShape;
  readonly #agent: PodFacts;
  readonly #settings: ReadonlyMap<string, readonly string[]>;
  readonly #direction: 'ingress' | 'egress';

  constructor(
    shape: CountedShape,
    parts: {
      agent: PodFacts;
      settings: ReadonlyMap<string, readonly string[]>;
      direction: 'ingress' | 'egress';
    },
  ) {
    this.#shape = shape;
    this.#agent = parts.agent;
    this.#settings = parts.settings;
    this.#direction = parts.direction;
  }

  counts(isHttpSeen: boolean): Count[] {
    const isDropped = this.#shape.denied === true && this.#shape.status === 0;
    if (isDropped && this.#direction === 'ingress') {
      return this.#count('drop', {
        family: DROPS,
        labels: { reason: 'POLICY_DENIED', protocol: 'TCP' },
      });
    }
    return [...this.#connection(), ...(isHttpSeen ? this.#request() : [])];
  }

  #connection(): Count[] {
    const { newConnection, to } = this.#shape;
    const flow = this.#count('flow', {
      family: FLOWS,
      labels: {
        protocol: 'TCP',
        type: 'Trace',
        subtype: this.#direction === 'ingress' ? 'to-endpoint' : 'to-network',
        verdict: 'FORWARDED',
      },
    });
    if (!newConnection) return flow;
    const flag = (name: string, isReply = false) =>
      this.#count('tcp', {
        family: TCP_FLAGS,
        labels: { flag: name, family: 'IPv4' },
        isReply,
      });
    // Flags of replies have source and destination the other way round.
    const answered = to ? [...flag('SYN-ACK', true), ...flag('FIN')] : [];
    return [...flow, ...flag('SYN'), ...answered];
  }

  #request(): Count[] {
    const { method = 'GET', protocol, status } = this.#shape;
    const reporter = 'server';
    return [
      ...this.#count('httpV2', {
        family: REQUESTS,
        labels: {
          method,
          protocol: protocol === 'grpc' ? 'HTTP/2' : 'HTTP/1.1',
          status: String(status),
          reporter,
        },
      }),
      ...this.#count('httpV2', {
        family: DURATION,
        labels: { method, reporter },
        amount: serverSeconds,
      }),
    ];
  }

  #count(
    handler: string,
    {
      family,
      labels,
      isReply = false,
      amount = ONE,
    }: {
      family: Family;
      labels: Labels;
      isReply?: boolean;
      amount?: Count['amount'];
    },
  ): Count[] {
    const wanted = this.#settings.get(handler);
    if (!wanted) return [];
    const { from, to } = this.#shape;
    const agent = this.#agent;
    const known: Record<string, string | undefined> = {
      ...context('source', { end: isReply ? to : from, agent }),
      ...context('destination', { end: isReply ? from : to, agent }),
      traffic_direction: this.#direction,
    };
    const chosen = wanted.map(label => [label, known[label]]);
    return [
      {
        target: podTarget(agent, { job: 'hubble-metrics', port: 9965 }),
        family,
        labels: { ...labels, ...Object.fromEntries(chosen) },
        amount,
      },
    ];
  }
}

function seenOn(
  shape: CountedShape,
  parts: {
    end: CallEnd | undefined;
    direction: 'ingress' | 'egress';
    view: FleetView;
  },
): Count[] {
  const { end, direction, view } = parts;
  if (!end) return [];
  const settings = hubbleSettings(view, end.cluster);
  const agent = view.onNode(end, 'isCiliumAgent');
  if (!agent || settings.size === 0) return [];
  const pod = view.pod(end);
  const isHttpSeen =
    direction === 'ingress' &&
    shape.protocol !== 'tcp' &&
    pod !== undefined &&
    isRedirectedToEnvoy(pod, view);
  return new Observer(shape, { agent, settings, direction }).counts(isHttpSeen);
}

function isSameNode({ from, to }: CallShape): boolean {
  return from?.cluster === to?.cluster && from?.node === to?.node;
}

/** What the agents on the nodes of both ends see of such a call, each for itself, in whatever mesh the pods are. */
export function countedByHubble(shape: CountedShape, view: FleetView): Count[] {
  const { from, to } = shape;
  // Within a node it is one flow, and the agent there tells it once.
  const atClient = isSameNode(shape) ? undefined : from;
  return [
    ...seenOn(shape, { end: atClient, direction: 'egress', view }),
    ...seenOn(shape, { end: to, direction: 'ingress', view }),
  ];
}
