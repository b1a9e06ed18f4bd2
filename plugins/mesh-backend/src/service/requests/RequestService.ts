import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  text,
  type ExactChange,
  type MeshRequest,
  type Preflight,
  type RequestCommandName,
  type RequestDetails,
  type RequestForm,
  type RequestResponse,
  type Text,
} from '@meshport/plugin-mesh-common';
import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import type { RequestsConfig } from '../../config/requestsConfig';
import { formKey } from '../../core/requests/openKey';
import type { PersonCommand } from '../../core/requests/RequestCommand';
import { transition } from '../../core/requests/transition';
import type { Clock } from '../../io/clock';
import type {
  RequestFilter,
  RequestStore,
} from '../../io/database/RequestStore';
import { resourceOf, type Caller } from './Caller';
import { changeRequest } from './changeRequest';
import { newRequest, type Filing } from './newRequest';
import { planOf, undeliverable } from './planOf';
import { forbids, possibleCommands } from './possibleCommands';
import { readRequests } from './readRequests';
import type { RequestPlanner } from './RequestPlanner';

export interface RequestServiceOptions {
  readonly store: RequestStore;
  readonly planner: RequestPlanner;
  readonly clock: Clock;
  readonly config: RequestsConfig;
  /** What deliveries can do; whatever else is planned is not taken. */
  readonly operations: readonly ExactChange['operation'][];
  /** What a form is about; undefined where a part of it is not known. */
  readonly targetsOf: (
    form: RequestForm,
  ) => readonly MeshServiceResource[] | undefined;
  /** Tells those whom it concerns; never fails. */
  readonly notify: (request: MeshRequest) => void;
}

function nothingToSee(permission: string): NotFoundError {
  return new NotFoundError(
    `There is nothing here that you may see. If it exists, you need the permission ${permission} for it.`,
  );
}

function forbidden(reason: Text): NotAllowedError {
  return new NotAllowedError(reason.message);
}

/** Asks, decides and tells: every change of a request that people make passes here. */
export class RequestService {
  constructor(private readonly options: RequestServiceOptions) {}

  async preflight(caller: Caller, form: RequestForm): Promise<Preflight> {
    this.targets(caller, form);
    return this.options.planner.preflight(form, caller.reader);
  }

  /** Leads to the open request that asks for the same, where the caller may see that. */
  async file(
    caller: Caller,
    filing: Filing & { readonly undoes?: string },
  ): Promise<RequestDetails> {
    if (caller.ref === undefined) {
      throw forbidden(text('request.forbidden.service'));
    }
    const targets = this.targets(caller, filing.form);
    const { store, notify } = this.options;
    const { undoes } = filing;
    if (undoes !== undefined) await this.assertUndoable(caller, undoes);
    const open = await store.findOpen(formKey(filing.form));
    if (open) return this.ofTheSame(open, caller);
    const preflight = await this.planAsSeen(filing, caller);
    const asked = { ...filing, by: caller.ref, preflight, targets };
    const request = newRequest(asked, this.options);
    if ((await store.insert(request)) === 'duplicate') {
      const other = await store.findOpen(formKey(filing.form));
      if (other) return this.ofTheSame(other, caller);
      throw new ConflictError(text('request.refused.busy').message);
    }
    if (undoes !== undefined) {
      const by = caller.ref;
      const link = { type: 'link-undo', by, undo: request.id } as const;
      await changeRequest(undoes, link, this.options);
    }
    notify(request);
    return this.told(request, caller);
  }

  async list(
    caller: Caller,
    query: RequestFilter & {
      readonly view: 'all' | 'mine' | 'to-decide';
      readonly cursor?: string;
      readonly limit: number;
    },
  ): Promise<RequestResponse<'listRequests'>> {
    return readRequests(this.options, caller, query);
  }

  async get(caller: Caller, id: string): Promise<RequestDetails> {
    return this.told(await this.visible(caller, id), caller);
  }

  /** What a person does with a request, other than to ask for it anew. */
  async command(
    caller: Caller,
    id: string,
    given: {
      readonly type: Exclude<RequestCommandName, 'resubmit'>;
      readonly hash?: string;
      readonly comment?: string;
    },
  ): Promise<RequestDetails> {
    const { type, comment, hash = '' } = given;
    const { request, by } = await this.admitted(caller, id, type);
    if (type === 'recheck') {
      const { planner } = this.options;
      const preflight = await planner.preflight(request.form, caller.reader);
      const plan = planOf(preflight, this.options.config);
      return this.change(caller, id, { type, by, comment, plan });
    }
    if (type !== 'approve') {
      return this.change(caller, id, { type, by, comment });
    }
    await this.assertUnchanged(request);
    return this.change(caller, id, { type, by, comment, hash });
  }

  async resubmit(
    caller: Caller,
    id: string,
    filing: Filing,
  ): Promise<RequestDetails> {
    const { by } = await this.admitted(caller, id, 'resubmit');
    this.targets(caller, filing.form);
    const preflight = await this.planAsSeen(filing, caller);
    const { form, reason, accepts } = filing;
    const plan = planOf(preflight, this.options.config);
    const type = 'resubmit';
    return this.change(caller, id, { type, by, form, reason, accepts, plan });
  }

  private async admitted(
    caller: Caller,
    id: string,
    command: RequestCommandName,
  ): Promise<{ request: MeshRequest; by: string }> {
    const request = await this.visible(caller, id);
    const reason = forbids(request, command, caller);
    if (reason || caller.ref === undefined) {
      throw forbidden(reason ?? text('request.forbidden.service'));
    }
    return { request, by: caller.ref };
  }

  /** What is approved is what would be done now. */
  private async assertUnchanged({ id, form, hash }: MeshRequest) {
    const now = await this.options.planner.preflight(form);
    if (now.hash === hash) return;
    await changeRequest(id, { type: 'found-changed' }, this.options);
    throw new ConflictError(text('request.event.out-of-date').message);
  }

  private async change(
    caller: Caller,
    id: string,
    command: PersonCommand,
  ): Promise<RequestDetails> {
    const outcome = await changeRequest(id, command, this.options);
    if (!outcome) throw nothingToSee('mesh.request.read');
    if (outcome.kind === 'refused') {
      throw new ConflictError(outcome.reason.message);
    }
    this.options.notify(outcome.request);
    return this.told(outcome.request, caller);
  }

  private async visible(caller: Caller, id: string): Promise<MeshRequest> {
    const request = await this.options.store.get(id);
    if (!request || !caller.mayRead(resourceOf(request))) {
      throw nothingToSee('mesh.request.read');
    }
    return request;
  }

  /** That there is a request is all that is said of one that the caller may not see. */
  private ofTheSame(open: MeshRequest, caller: Caller): RequestDetails {
    if (!caller.mayRead(resourceOf(open))) {
      throw new ConflictError(text('request.refused.asked-already').message);
    }
    return this.told(open, caller);
  }

  /** Whoever may ask for a thing may ask to take it back, as often as it was done. */
  private async assertUndoable(caller: Caller, id: string): Promise<void> {
    const request = await this.visible(caller, id);
    this.targets(caller, request.form);
    const by = caller.ref ?? '';
    const link = { type: 'link-undo', by, undo: id } as const;
    const now = new Date(this.options.clock.now()).toISOString();
    const outcome = transition(request, link, now);
    if (outcome.kind === 'refused') {
      throw new ConflictError(outcome.reason.message);
    }
  }

  /** What is not known, and what may not be asked for, reads the same. */
  private targets(caller: Caller, form: RequestForm) {
    const targets = this.options.targetsOf(form);
    if (!targets || !targets.every(target => caller.mayCreate(target))) {
      throw nothingToSee('mesh.request.create');
    }
    return targets;
  }

  private async planAsSeen(
    { form, hash, accepts }: Filing,
    { reader }: Caller,
  ): Promise<Preflight> {
    const preflight = await this.options.planner.preflight(form, reader);
    const [blocker] = preflight.blockers;
    if (blocker) throw new ConflictError(blocker.text.message);
    const { operations, config } = this.options;
    const changes = preflight.phases.flatMap(phase => phase.changes);
    if (changes.some(({ operation }) => !operations.includes(operation))) {
      throw new ConflictError(text('request.refused.operation').message);
    }
    const [cluster] = undeliverable(preflight, config);
    if (cluster !== undefined) {
      const reason = text('request.write.no-identity', { cluster });
      throw new ConflictError(reason.message);
    }
    if (preflight.hash !== hash) {
      throw new ConflictError(text('request.refused.hash').message);
    }
    const open = preflight.warnings.filter(
      ({ check }) => !accepts.includes(check),
    );
    if (open.length > 0) {
      const names = open.map(({ check }) => check).join(', ');
      throw new InputError(
        `accepts: each warning has to be accepted; missing: ${names}`,
      );
    }
    return preflight;
  }

  private told(request: MeshRequest, caller: Caller): RequestDetails {
    const { clock, config } = this.options;
    const now = new Date(clock.now()).toISOString();
    const { owners } = request.affects;
    const told = [...config.notify, ...owners, request.requestedBy];
    return {
      request,
      commands: possibleCommands(request, caller, now),
      told: [...new Set(told)],
    };
  }
}
