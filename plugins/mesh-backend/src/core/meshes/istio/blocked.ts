import { type Fix, type KnownReason, text } from '@meshport/plugin-mesh-common';
import {
  type LabelSelector,
  matchesSelector,
  unreadableReasons,
} from '@meshport/plugin-mesh-node';
import {
  namesOf,
  namespaceRef,
  type SidecarFacts,
  webhookRef,
} from '../sidecar/facts';
import { labelNamespace } from '../sidecar/namespaceFixes';
import { type Verdict, verdict } from '../sidecar/verdicts';
import { namespaceLabels } from '../sidecar/webhooks';
import { discoveringChanges, isDiscovered } from './discovery';
import type { Facts, World } from './facts';
import type { Injector } from './injectors';
import type { Intent } from './intent';
import { istioConfigMapKind } from './kinds';
import { LABEL_INJECT } from './names';

type Inject = Extract<Intent, { kind: 'inject' }>;

interface InWorld extends SidecarFacts {
  readonly world: World;
}

/** How to make istiod of a revision see the namespace, where labels can do that. */
export function discoverNamespace(
  facts: InWorld,
  revision: string,
): Fix | undefined {
  const { snapshot, controlPlane } = facts.world;
  const { namespace } = facts.workload;
  const changes = discoveringChanges(
    controlPlane.meshConfigs.get(revision),
    namespaceLabels(namespace, facts.namespace),
  );
  return changes.length === 0
    ? undefined
    : {
        text: text('fix.discover-namespace', namesOf(facts)),
        effect: text('effect.next-start'),
        command: labelNamespace(
          snapshot.cluster.kubectlContext,
          namespace,
          ...changes,
        ),
      };
}

function notDiscovered(facts: Facts, { revision }: Injector): KnownReason {
  return {
    code: 'namespace-ignored-by-mesh',
    text: text('reason.namespace-ignored-by-mesh.discovery', namesOf(facts)),
    fix: discoverNamespace(facts, revision),
    evidence: [namespaceRef(facts)],
  };
}

function selectsAny(
  selectors: readonly LabelSelector[],
  labels: Readonly<Record<string, string>>,
): boolean {
  const isEmpty = ({ matchLabels, matchExpressions }: LabelSelector) =>
    Object.keys(matchLabels).length + matchExpressions.length === 0;
  return selectors.some(
    selector => !isEmpty(selector) && matchesSelector(selector, labels),
  );
}

/** Does the injector's own configuration leave such pods alone (`injectRequired`)? */
function isLeftAlone({ world, workload }: Facts, injector: Injector): boolean {
  const { metadata } = workload.template;
  const config = world.controlPlane.injectorConfigs.get(injector.revision);
  const says =
    metadata.labels[LABEL_INJECT] ?? metadata.annotations[LABEL_INJECT];
  if (!config || says) return false;
  if (selectsAny(config.neverInjectSelector, metadata.labels)) return true;
  if (selectsAny(config.alwaysInjectSelector, metadata.labels)) return false;
  return config.policy === 'disabled';
}

function leftAlone(facts: Facts, injector: Injector): KnownReason {
  const params = { ...namesOf(facts), revision: injector.revision };
  return {
    code: 'namespace-ignored-by-mesh',
    text: text('reason.namespace-ignored-by-mesh.injector', params),
    fix: { text: text('fix.change-injector', params) },
    evidence: [facts.workload.ref, webhookRef(facts, injector.name)],
  };
}

/** The injector is asked only under conditions that cannot be evaluated here. */
function conditional(facts: Facts, { name }: Injector): KnownReason {
  return {
    code: 'input-unreadable',
    text: text('reason.input-unreadable.match-conditions', { name }),
    evidence: [webhookRef(facts, name)],
  };
}

/**
 * Why pods that an injector selects do not get a proxy although it runs: istiod does
 * not see their namespace, or is told to leave them alone. Undefined where nothing
 * stands in the way, or where all pods have a proxy.
 */
export function blockedBy(
  facts: Facts,
  { injector }: Inject,
): Verdict | undefined {
  const { world, workload, namespace, missing } = facts;
  if (missing.length === 0) return undefined;
  const unreadable = unreadableReasons(world.snapshot, [istioConfigMapKind]);
  if (unreadable.length > 0) return verdict('unknown', ...unreadable);
  const labels = namespaceLabels(workload.namespace, namespace);
  if (injector.webhooks.some(hook => hook.matchConditions.length > 0)) {
    return verdict('unknown', conditional(facts, injector));
  }
  const config = world.controlPlane.meshConfigs.get(injector.revision);
  if (!isDiscovered(config, labels)) {
    return verdict('misconfigured', notDiscovered(facts, injector));
  }
  return isLeftAlone(facts, injector)
    ? verdict('misconfigured', leftAlone(facts, injector))
    : undefined;
}
