import {
  type PreflightFinding,
  type Text,
  text,
} from '@meshport/plugin-mesh-common';
import {
  type Check,
  type CheckContext,
  type CheckFinding,
  type CheckOutcome,
  type CheckSubject,
  isReadable,
  type ModelPart,
  partOf,
} from '@meshport/plugin-mesh-node';

/** One place to look at, and what is known there. */
export interface Checked {
  readonly subject: CheckSubject;
  readonly context: CheckContext;
}

/** What the checks say together. */
interface CheckResults {
  readonly blockers: PreflightFinding[];
  readonly warnings: PreflightFinding[];
  readonly unknown: { check: string; text: Text }[];
}

/** Why a part of what a check needs is not known; undefined where it is. */
function missing(
  part: ModelPart,
  { snapshot, callers }: CheckContext,
): Text | undefined {
  const cluster = snapshot.cluster.name;
  if (part === 'calls') {
    return callers ? undefined : text('preflight.calls-unknown', { cluster });
  }
  const state = snapshot.kind(part);
  if (isReadable(state)) return undefined;
  const resource = partOf(part);
  return text('preflight.part-unreadable', { resource, cluster });
}

function outcomeOf(check: Check, { subject, context }: Checked): CheckOutcome {
  if (!check.appliesTo(subject, context)) return { outcome: 'not-applicable' };
  const [reason] = check.needs.flatMap(part => missing(part, context) ?? []);
  return reason
    ? { outcome: 'unknown', text: reason }
    : check.evaluate(subject, context);
}

function told(check: Check, finding: CheckFinding): PreflightFinding {
  const { severity, evidence, remedy, ...rest } = finding;
  return {
    check: check.id,
    audience: check.audience,
    ...rest,
    evidence: [...evidence],
    ...(remedy ? { remedy } : {}),
  };
}

/** The same sentence is said once, however many clusters lead to it. */
function distinct<Item extends { check: string; text: Text }>(
  items: readonly Item[],
): Item[] {
  const seen = new Set<string>();
  return items.filter(item => {
    const key = `${item.check} ${item.text.message}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/**
 * Asks each check about each place. Of a cluster that does not answer now only those are
 * asked that need nothing of it: the others would tell of a state that is over.
 */
export function runChecks(
  checks: readonly Check[],
  places: readonly Checked[],
): CheckResults {
  const asked = places.flatMap(place => {
    const isLive = place.context.reachability.status === 'live';
    return checks
      .filter(({ scope, needs }) =>
        isLive ? true : scope === 'cluster' && needs.length === 0,
      )
      .map(check => ({ check, said: outcomeOf(check, place) }));
  });
  const findings = asked.flatMap(({ check, said }) =>
    said.outcome === 'fail'
      ? said.findings.map(finding => ({
          severity: finding.severity ?? check.severity,
          finding: told(check, finding),
        }))
      : [],
  );
  const of = (severity: Check['severity']) =>
    distinct(
      findings
        .filter(one => one.severity === severity)
        .map(({ finding }) => finding),
    );
  return {
    blockers: of('error'),
    warnings: of('warning'),
    unknown: distinct(
      asked.flatMap(({ check, said }) =>
        said.outcome === 'unknown'
          ? [{ check: check.id, text: said.text }]
          : [],
      ),
    ),
  };
}
