import { type Fix, type KnownReason, text } from '@meshport/plugin-mesh-common';
import { namesOf, podRefs } from '../sidecar/facts';
import { outageOf } from '../sidecar/injector';
import { restartOrWait } from '../sidecar/outage';
import {
  changeTemplate,
  podPredatesInjection as predatesInjection,
} from '../sidecar/reasons';
import { injectionSince, templateSetSince } from '../sidecar/times';
import type { Facts } from './facts';
import type { Intent } from './intent';
import { injectorRefs } from './misconfigurations';
import { INJECT, INJECT_STATUS } from './names';
import { isVersion, plainVersion } from './proxies';

type Is<Kind extends Intent['kind']> = Extract<Intent, { kind: Kind }>;

export function podPredatesInjection(
  facts: Facts,
  { askedBy }: Is<'inject'>,
): KnownReason {
  const { workload, missing, world } = facts;
  const annotated = templateSetSince(workload, `annotations.${INJECT}`);
  return predatesInjection(facts, {
    since: injectionSince(missing, {
      asked: askedBy === 'template' ? annotated : undefined,
      injector: world.controlPlane.injector?.createdAt,
    }),
    evidence: [
      ...(askedBy === 'template' ? [workload.ref] : []),
      ...injectorRefs(facts),
    ],
  });
}

/** Undefined where the injector would add the proxies that the pods have. */
export function podHasOldProxy(facts: Facts): KnownReason | undefined {
  const { injector } = facts.world.controlPlane;
  const now = plainVersion(injector?.component?.version);
  if (!isVersion(now)) return undefined;
  const old = facts.enrolled.filter(
    ({ proxy }) => proxy.injectedBy !== undefined && proxy.injectedBy !== now,
  );
  if (old.length === 0) return undefined;
  const pods = old.map(({ pod }) => pod);
  const versions = new Set(old.map(({ proxy }) => proxy.injectedBy));
  return {
    code: 'pod-has-old-revision',
    text: text('reason.pod-has-old-revision.consul', {
      count: pods.length,
      actual: [...versions].sort().join(', '),
      asked: now,
    }),
    fix: restartOrWait(facts, pods, {
      purpose: 'renew',
      outage: outageOf(facts),
    }),
    evidence: [...injectorRefs(facts), ...podRefs(facts, pods)],
  };
}

/** What to take off the template so that its pods get a proxy. */
function optIn(facts: Facts, { by }: Is<'opted-out'>): Fix {
  return changeTemplate(
    facts,
    by === 'status'
      ? {
          id: 'fix.consul-remove-status',
          template: { metadata: { annotations: { [INJECT_STATUS]: null } } },
          adds: false,
        }
      : {
          id: 'fix.consul-opt-in',
          template: { metadata: { annotations: { [INJECT]: 'true' } } },
          adds: true,
        },
  );
}

/** Ids by what keeps the injector from the pod. */
const OPTED_OUT = {
  annotation: 'reason.pod-opted-out.consul',
  status: 'reason.pod-opted-out.consul-status',
  value: 'reason.pod-opted-out.consul-value',
} as const;

export function podOptedOut(
  facts: Facts,
  intent: Is<'opted-out'>,
): KnownReason {
  const { workload } = facts;
  const { by, value } = intent;
  const key = by === 'status' ? INJECT_STATUS : INJECT;
  return {
    code: 'pod-opted-out',
    text: text(OPTED_OUT[by], { ...namesOf(facts), value }),
    fix: optIn(facts, intent),
    evidence: [workload.ref],
    since: templateSetSince(workload, `annotations.${key}`),
  };
}
