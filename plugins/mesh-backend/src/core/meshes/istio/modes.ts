import { verdict } from '../sidecar/verdicts';
import { type AmbientFacts, isCaptured, isPending } from './ambient/facts';
import { blockedBy } from './blocked';
import { conflictingMeshes, conflictingModes } from './conflicts';
import type { Facts } from './facts';
import type { Intent } from './intent';
import { asksForLinkerd } from './otherMeshes';

/** What sidecars would be added for, or what stands in the way of that. */
function asksForSidecar({ intent }: Facts): boolean {
  return intent.kind !== 'none' && intent.kind !== 'opted-out';
}

/** Sidecars have nothing to say of the workload. */
function isLeftToAmbient({ intent, enrolled }: Facts): boolean {
  return (
    intent.kind === 'none' &&
    intent.refusal === undefined &&
    enrolled.length === 0
  );
}

/** istio-cni would take the pods if they had no sidecar, or says why it would not. */
function contends({ intent }: AmbientFacts): boolean {
  const isUnseen =
    intent.kind === 'namespace-ignored' && intent.by === 'selector';
  return 'askedBy' in intent && !isUnseen;
}

/**
 * Is the workload judged by ambient mode? A sidecar always wins, so only where none is
 * asked for; then where ambient mode is asked for or refused, or still has some pods.
 */
export function isInAmbient(facts: Facts, ambient: AmbientFacts): boolean {
  if (asksForSidecar(facts)) return false;
  if (ambient.intent.kind === 'misread') {
    return facts.world.ambient.state === 'installed' && isLeftToAmbient(facts);
  }
  if (ambient.intent.kind !== 'none') return true;
  const isLeftBehind = facts.missing.some(
    pod => isCaptured(pod) || isPending(pod),
  );
  return facts.intent.kind === 'none' && isLeftBehind;
}

function conflictOf(facts: Facts, ambient: AmbientFacts): Intent | undefined {
  const { intent, world, workload } = facts;
  if (intent.kind !== 'inject' && intent.kind !== 'revision-not-found') {
    return undefined;
  }
  if (contends(ambient)) {
    const isAmbient =
      facts.enrolled.length === 0 && facts.missing.some(isCaptured);
    const reason = conflictingModes(facts, { isAmbient });
    return { kind: 'blocked', verdict: verdict('misconfigured', reason) };
  }
  if (intent.kind !== 'inject') return undefined;
  if (asksForLinkerd(world, workload)) {
    const reason = conflictingMeshes(facts);
    return { kind: 'blocked', verdict: verdict('misconfigured', reason) };
  }
  const blocked = blockedBy(facts, intent);
  return blocked && { kind: 'blocked', verdict: blocked };
}

/**
 * The facts of a workload that is judged by sidecars, with what else stands in their
 * way: ambient mode or another mesh asked for at once, and istiod's configuration.
 */
export function withConflicts(facts: Facts, ambient: AmbientFacts): Facts {
  if (facts.workload.pods.length === 0) return facts;
  const intent = conflictOf(facts, ambient);
  return intent ? { ...facts, intent } : facts;
}
