import type { Metadata, Pod, Workload } from '@meshport/plugin-mesh-node';

function isTime(value: string | undefined): value is string {
  return value !== undefined && !Number.isNaN(Date.parse(value));
}

const SAME_TIME_MS = 1000;

/**
 * Is the time of an entry that of its labels? An entry that owns other fields too has
 * the time of its last change of any of them; all that was there from the beginning
 * was set then.
 */
function isExact(
  { time, exclusive }: Metadata['writers'][number],
  created: string | undefined,
): boolean {
  if (exclusive || !isTime(time) || !isTime(created)) return exclusive;
  return Date.parse(time) - Date.parse(created) <= SAME_TIME_MS;
}

/**
 * Since when (ISO) a label or annotation is there: the earliest of the writes of those
 * who own it. `field` is as in `Metadata.writers`. Undefined where nobody is known to
 * have written it, and where one of them may have done so earlier than it seems.
 */
export function setSince(
  metadata: Metadata | undefined,
  field: string,
): string | undefined {
  const owners = (metadata?.writers ?? []).filter(({ fields }) =>
    fields.includes(field),
  );
  const created = metadata?.creationTimestamp;
  if (!owners.every(owner => isExact(owner, created))) return undefined;
  return owners
    .map(({ time }) => time)
    .filter(isTime)
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

/** The same for a label or annotation (`labels.<key>`) of a workload's pod template. */
export function templateSetSince(
  { metadata, ref }: Workload,
  field: string,
): string | undefined {
  const template =
    ref.kind === 'CronJob' ? 'spec.jobTemplate.spec.template' : 'spec.template';
  return setSince(metadata, `${template}.metadata.${field}`);
}

/** When the first and the last of some pods started (ISO), where that is known. */
export function startTimes(
  pods: readonly Pod[],
): { readonly first: string; readonly last: string } | undefined {
  const times = pods
    .map(({ metadata, status }) =>
      isTime(status.startTime) ? status.startTime : metadata.creationTimestamp,
    )
    .filter(isTime)
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  const first = times[0];
  const last = times[times.length - 1];
  return first !== undefined && last !== undefined
    ? { first, last }
    : undefined;
}

export function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b);
}

/**
 * Since when (ISO) pods could be injected: since the injector is there and somebody asks
 * for it, whichever came last. Where only the injector's age is known, it counts for pods
 * that all started before it; others may have been asked for later.
 */
export function injectionSince(
  pods: readonly Pod[],
  times: { readonly asked?: string; readonly injector?: string },
): string | undefined {
  const { asked, injector } = times;
  if (!isTime(injector)) return asked;
  if (isTime(asked)) return isBefore(asked, injector) ? injector : asked;
  const last = startTimes(pods)?.last;
  return last !== undefined && isBefore(last, injector) ? injector : undefined;
}
