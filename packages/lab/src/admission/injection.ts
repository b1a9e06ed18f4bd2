import type { KubeObject } from '../apiserver/KubeObject.ts';
import { StatusError } from '../apiserver/StatusError.ts';
import type { Admission, Store } from '../apiserver/Store.ts';
import type { Pod } from '../controllers/objects.ts';
import {
  targetOf,
  webhookDenial,
  webhookFailure,
  webhooksFor,
  type MutatingWebhook,
} from './mutatingWebhooks.ts';

/** What a webhook is asked: may this object be created, and with what in it? */
interface InjectionRequest {
  resource: string;
  /** The injector may change it. */
  object: KubeObject;
  /** The pod that the injector runs in; its namespace, labels and command line say how it is set up. */
  injector: Pod;
  dryRun: boolean;
}

/** The object as it shall be, a refusal, or `unavailable` from an injector that runs but cannot answer. */
export type InjectionAnswer =
  | { object: KubeObject }
  | { denied: string }
  | 'unavailable';

/** The injector of one mesh. */
export interface Injector {
  runsIn(pod: Pod): boolean;
  answer(request: InjectionRequest): InjectionAnswer;
}

/**
 * Injection as the API server and the injectors do it together: the webhook configurations in the store select the
 * object, the pod behind the webhook's Service decides which injector answers. One that cannot be reached refuses
 * the object or lets it pass, as the webhook's failurePolicy says.
 */
export function injectionAdmission(
  store: Store,
  injectors: readonly Injector[],
): Admission {
  return ({ verb, resource, object, dryRun }) => {
    if (verb !== 'CREATE' || !['pods', 'services'].includes(resource))
      return { object };
    let current = object;
    for (const webhook of webhooksFor(store, resource, object)) {
      const request = { resource, object: current, dryRun };
      const answer = call(store, injectors, webhook, request);
      if (answer instanceof StatusError) return { rejected: answer };
      current = answer;
    }
    return { object: current };
  };
}

function call(
  store: Store,
  injectors: readonly Injector[],
  webhook: MutatingWebhook,
  request: Omit<InjectionRequest, 'injector'>,
): KubeObject | StatusError {
  const target = targetOf(store, webhook);
  const injector =
    'pod' in target
      ? injectors.find(candidate => candidate.runsIn(target.pod))
      : undefined;
  const answer =
    injector && 'pod' in target
      ? injector.answer({ ...request, injector: target.pod })
      : 'unavailable';
  if (answer === 'unavailable') {
    if (webhook.failurePolicy === 'Ignore') return request.object;
    const failure =
      'failure' in target
        ? target.failure
        : 'an error on the server has prevented the request from succeeding';
    return webhookFailure(webhook, failure);
  }
  return 'denied' in answer
    ? webhookDenial(webhook, answer.denied)
    : answer.object;
}
