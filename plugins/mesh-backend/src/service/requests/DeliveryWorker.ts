import {
  text,
  type Delivery,
  type ExactChange,
  type MeshRequest,
} from '@meshport/plugin-mesh-common';
import type { PortalCommand } from '../../core/requests/RequestCommand';
import type { Clock } from '../../io/clock';
import type { RequestStore } from '../../io/database/RequestStore';
import { changeRequest } from './changeRequest';
import { Cooldowns } from './Cooldowns';
import type { RequestPlanner } from './RequestPlanner';

/** A replica that is gone gives up what it had after this time. */
const LEASE_MILLISECONDS = 60_000;

const DELIVERABLE = ['approved', 'delivering', 'waiting'] as const;

/** What a delivery has to do its work with. */
export interface DeliveryContext {
  readonly delivery: Delivery;
  readonly changes: readonly ExactChange[];
  /** False: somebody stopped it, or it is over; do nothing more. */
  report(command: PortalCommand): Promise<boolean>;
  readonly signal: AbortSignal;
}

/**
 * Does the next thing of a delivery, recorded before and after. `later`: there is nothing to
 * do until some time has passed.
 */
export type DeliverNext = (
  context: DeliveryContext,
) => Promise<'next' | 'later'>;

export interface DeliveryWorkerOptions {
  readonly store: RequestStore;
  readonly planner: RequestPlanner;
  readonly clock: Clock;
  /** By the type of delivery. */
  readonly deliver: Readonly<Partial<Record<Delivery['type'], DeliverNext>>>;
  /** Tells those whom it concerns; never fails. */
  readonly notify: (request: MeshRequest) => void;
  /** Of this process: no other one has it. */
  readonly owner: string;
  /** Told of what went wrong with a request, which is tried again after some time. */
  readonly onFault: (fault: { request: string; error: unknown }) => void;
}

/** The delivery that is under way, or the next that may begin. */
function currentOf({ deliveries, phases }: MeshRequest): Delivery | undefined {
  const begun = deliveries.find(({ state }) =>
    ['delivering', 'waiting'].includes(state),
  );
  const stopped = deliveries.some(({ state }) =>
    ['paused', 'failed'].includes(state),
  );
  const open = phases
    .filter(({ state }) => ['approved', 'delivering'].includes(state))
    .map(({ id }) => id);
  const next = deliveries.find(
    ({ state, phase }) => state === 'planned' && open.includes(phase),
  );
  return begun ?? (stopped ? undefined : next);
}

function changesOf({ phases }: MeshRequest, { phase, clusters }: Delivery) {
  const changes = phases.find(({ id }) => id === phase)?.changes ?? [];
  return changes.filter(({ object }) => clusters.includes(object.cluster));
}

/**
 * Delivers what was approved, one step at a time, each recorded before it is done. Any
 * replica can go on where another one stopped, wherever that was.
 */
export class DeliveryWorker {
  private readonly cooldowns: Cooldowns;

  constructor(private readonly options: DeliveryWorkerOptions) {
    this.cooldowns = new Cooldowns(options.clock);
  }

  /**
   * Takes what nobody has, and does as much of it as can be done now. What goes wrong with
   * one request holds back no other one.
   */
  async turn(signal: AbortSignal): Promise<void> {
    const { store, clock, owner, onFault } = this.options;
    const now = new Date(clock.now()).toISOString();
    for (const id of await store.unleased(DELIVERABLE, now)) {
      signal.throwIfAborted();
      if (this.cooldowns.isCooling(id) || !(await this.holds(id))) continue;
      try {
        await this.work(id, signal);
        this.cooldowns.end(id);
      } catch (error) {
        signal.throwIfAborted();
        this.cooldowns.begin(id);
        onFault({ request: id, error });
      } finally {
        await store.release(id, owner);
      }
    }
  }

  private holds(id: string): Promise<boolean> {
    const { store, clock, owner } = this.options;
    const now = clock.now();
    return store.lease(id, {
      owner,
      now: new Date(now).toISOString(),
      until: new Date(now + LEASE_MILLISECONDS).toISOString(),
    });
  }

  private async work(id: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.holds(id))) {
      const request = await this.options.store.get(id);
      const delivery = request && currentOf(request);
      if (!request || !delivery) return;
      const goesOn =
        delivery.state === 'planned'
          ? await this.begin(request, delivery)
          : await this.next(request, { delivery, signal });
      if (!goesOn) return;
    }
  }

  /** Nothing begins that is not what was approved. */
  private async begin(request: MeshRequest, delivery: Delivery) {
    const { id, form, hash, deliveries } = request;
    const isFirst = deliveries.every(({ steps }) => steps.length === 0);
    if (isFirst && (await this.options.planner.preflight(form)).hash !== hash) {
      await this.report(id, { type: 'found-changed', delivery: delivery.id });
      return false;
    }
    return this.report(id, { type: 'start-delivery', delivery: delivery.id });
  }

  private async next(
    request: MeshRequest,
    { delivery, signal }: { delivery: Delivery; signal: AbortSignal },
  ): Promise<boolean> {
    const deliver = this.options.deliver[delivery.type];
    const report = (command: PortalCommand) => this.report(request.id, command);
    if (!deliver) {
      const error = text('request.error.no-delivery');
      await report({ type: 'delivery-failed', delivery: delivery.id, error });
      return false;
    }
    const changes = changesOf(request, delivery);
    return (await deliver({ delivery, changes, report, signal })) === 'next';
  }

  private async report(id: string, command: PortalCommand): Promise<boolean> {
    const outcome = await changeRequest(id, command, this.options);
    if (outcome?.kind !== 'changed') return false;
    this.options.notify(outcome.request);
    return true;
  }
}
