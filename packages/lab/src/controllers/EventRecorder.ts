import type { KubeObject } from '../apiserver/KubeObject.ts';
import { formatTime } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import { hexDigest } from '../simulation/chance.ts';
import type { Scheduling } from '../simulation/Timeline.ts';

/** How long the API server keeps an Event (its `--event-ttl`). */
const EVENT_LIFETIME = 3_600_000;

export interface EventDetails {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** The component that reports, for example `replicaset-controller`. */
  component: string;
}

/**
 * Writes `Event` objects as Kubernetes' components do: the same event about the same object is one Event with
 * a count. Events older than their lifetime at `servingFrom` (when the replay of history ends) are not written.
 */
export class EventRecorder {
  private readonly store: Store;
  private readonly timeline: Scheduling;
  private readonly earliest: number;

  constructor(options: {
    store: Store;
    timeline: Scheduling;
    servingFrom: Date;
  }) {
    this.store = options.store;
    this.timeline = options.timeline;
    this.earliest = options.servingFrom.getTime() - EVENT_LIFETIME;
  }

  record(about: KubeObject, details: EventDetails): void {
    const now = this.timeline.now();
    if (now.getTime() < this.earliest) return;
    const { namespace = 'default', uid = '' } = about.metadata;
    const hash = hexDigest(`${uid} ${details.reason} ${details.message}`).slice(
      0,
      16,
    );
    const name = `${about.metadata.name}.${hash}`;
    const ref = { resource: 'events', namespace, name };
    const manager = details.component;
    if (this.store.get(ref)) {
      this.store.modify(
        ref,
        event => {
          event.count = Number(event.count) + 1;
          event.lastTimestamp = formatTime(now);
        },
        { manager },
      );
      return;
    }
    this.store.create(
      'events',
      this.eventAbout(about, details, { name, namespace, now }),
      { manager },
    );
    this.timeline.after(EVENT_LIFETIME, () => {
      if (this.store.get(ref)) this.store.delete(ref);
    });
  }

  private eventAbout(
    about: KubeObject,
    { type, reason, message, component }: EventDetails,
    { name, namespace, now }: { name: string; namespace: string; now: Date },
  ): KubeObject {
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: {
        apiVersion: about.apiVersion,
        kind: about.kind,
        name: about.metadata.name,
        namespace: about.metadata.namespace,
        uid: about.metadata.uid,
        resourceVersion: about.metadata.resourceVersion,
      },
      type,
      reason,
      message,
      count: 1,
      firstTimestamp: formatTime(now),
      lastTimestamp: formatTime(now),
      eventTime: null,
      source: { component },
      reportingComponent: component,
      reportingInstance: '',
    };
  }
}
