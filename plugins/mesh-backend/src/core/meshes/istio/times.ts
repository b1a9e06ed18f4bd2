import type { Metadata, Pod, Workload } from '@meshport/plugin-mesh-node';

function isTime(value: string | undefined): value is string {
  return value !== undefined && !Number.isNaN(Date.parse(value));
}

function earliest(times: readonly (string | undefined)[]): string | undefined {
  return times.filter(isTime).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

/**
 * Since when (ISO) a label or annotation has certainly been there: the earliest of the
 * last writes of those who own it. `field` is as in `Metadata.writers`. Undefined where
 * nobody is known to have written it.
 */
export function setSince(
  metadata: Metadata | undefined,
  field: string,
): string | undefined {
  const writers = metadata?.writers ?? [];
  return earliest(
    writers
      .filter(({ fields }) => fields.includes(field))
      .map(({ time }) => time),
  );
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
