import { isDeepStrictEqual } from 'node:util';
import { parseSchedule, ScheduleError } from './cronSchedule.ts';
import type { JsonObject, KubeObject } from './KubeObject.ts';
import { isJsonObject } from './KubeObject.ts';
import { resourceId, type ResourceKind } from './kinds.ts';
import { matchesLabelSelector } from './selectors.ts';
import { invalid, type FieldProblem } from './StatusError.ts';

const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const NAME_PART = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const NAME_PART_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/** Owners of pods whose selector must match their template and never changes. */
const SELECTOR_OWNERS: ReadonlySet<string> = new Set([
  'deployments.apps',
  'replicasets.apps',
  'statefulsets.apps',
  'daemonsets.apps',
]);

/** Throws 422 with every problem found, as the real server does for the rules that people run into. */
export function validateNew(kind: ResourceKind, object: KubeObject): void {
  report(kind, object, [
    ...nameProblems(object),
    ...labelProblems(object),
    ...specProblems(kind, object),
  ]);
}

export function validateChange(
  kind: ResourceKind,
  object: KubeObject,
  old: KubeObject,
): void {
  report(kind, object, [
    ...labelProblems(object),
    ...specProblems(kind, object),
    ...immutableProblems(kind, object, old),
  ]);
}

function report(
  kind: ResourceKind,
  object: KubeObject,
  problems: readonly FieldProblem[],
): void {
  if (problems.length === 0) return;
  const { name } = object.metadata;
  throw invalid({ group: kind.group, kind: kind.kind, name, problems });
}

function required(field: string, why?: string): FieldProblem {
  const message = why ? `Required value: ${why}` : 'Required value';
  return { field, reason: 'FieldValueRequired', message };
}

function invalidValue(
  field: string,
  value: unknown,
  why: string,
): FieldProblem {
  const shown = JSON.stringify(value) ?? 'null';
  const message = `Invalid value: ${shown}: ${why}`;
  return { field, reason: 'FieldValueInvalid', message };
}

function nameProblems(object: KubeObject): FieldProblem[] {
  const { name } = object.metadata;
  if (!name) {
    return [required('metadata.name', 'name or generateName is required')];
  }
  if (SUBDOMAIN.test(name) && name.length <= 253) return [];
  return [invalidValue('metadata.name', name, SUBDOMAIN_RULE)];
}

function labelProblems(object: KubeObject): FieldProblem[] {
  const field = 'metadata.labels';
  return Object.entries(object.metadata.labels ?? {}).flatMap(
    ([key, value]) => {
      const problems: FieldProblem[] = [];
      const namePart = key.slice(key.indexOf('/') + 1);
      if (!NAME_PART.test(namePart)) {
        problems.push(invalidValue(field, key, NAME_PART_RULE));
      }
      if (!LABEL_VALUE.test(value)) {
        problems.push(invalidValue(field, value, LABEL_VALUE_RULE));
      } else if (value.length > 63) {
        problems.push(
          invalidValue(field, value, 'must be no more than 63 bytes'),
        );
      }
      return problems;
    },
  );
}

function specProblems(kind: ResourceKind, object: KubeObject): FieldProblem[] {
  const id = resourceId(kind);
  const spec = isJsonObject(object.spec) ? object.spec : {};
  if (id === 'pods') return containerProblems(spec, 'spec');
  if (SELECTOR_OWNERS.has(id)) return templateProblems(spec);
  if (id === 'services') return serviceProblems(spec);
  if (id === 'cronjobs.batch') return scheduleProblems(spec.schedule);
  return [];
}

function serviceProblems(spec: JsonObject): FieldProblem[] {
  if (spec.type === 'ExternalName' || spec.clusterIP === 'None') return [];
  const ports = Array.isArray(spec.ports) ? spec.ports : [];
  return ports.length > 0 ? [] : [required('spec.ports')];
}

function scheduleProblems(schedule: unknown): FieldProblem[] {
  const field = 'spec.schedule';
  if (typeof schedule !== 'string' || !schedule) return [required(field)];
  if (schedule.includes('TZ')) {
    const why =
      'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
    return [invalidValue(field, schedule, why)];
  }
  try {
    parseSchedule(schedule);
    return [];
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return [invalidValue(field, schedule, error.message)];
  }
}

function templateProblems(spec: JsonObject): FieldProblem[] {
  const template = isJsonObject(spec.template) ? spec.template : {};
  const metadata = isJsonObject(template.metadata) ? template.metadata : {};
  const labels = isJsonObject(metadata.labels) ? metadata.labels : undefined;
  const podSpec = isJsonObject(template.spec) ? template.spec : {};
  const problems: FieldProblem[] = [];
  if (!isJsonObject(spec.selector)) problems.push(required('spec.selector'));
  else if (!matchesLabelSelector(spec.selector, stringValues(labels ?? {}))) {
    problems.push(
      invalidValue(
        'spec.template.metadata.labels',
        labels ?? null,
        '`selector` does not match template `labels`',
      ),
    );
  }
  return [...problems, ...containerProblems(podSpec, 'spec.template.spec')];
}

function stringValues(labels: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [key, String(value)]),
  );
}

function containerProblems(spec: JsonObject, path: string): FieldProblem[] {
  const containers = Array.isArray(spec.containers) ? spec.containers : [];
  if (containers.length === 0) return [required(`${path}.containers`)];
  return containers.flatMap((container, index) => {
    const fields = isJsonObject(container) ? container : {};
    return ['name', 'image']
      .filter(field => !fields[field])
      .map(field => required(`${path}.containers[${index}].${field}`));
  });
}

function immutableProblems(
  kind: ResourceKind,
  object: KubeObject,
  old: KubeObject,
): FieldProblem[] {
  const id = resourceId(kind);
  const spec = isJsonObject(object.spec) ? object.spec : {};
  const oldSpec = isJsonObject(old.spec) ? old.spec : {};
  if (SELECTOR_OWNERS.has(id)) {
    return isDeepStrictEqual(spec.selector, oldSpec.selector)
      ? []
      : [invalidValue('spec.selector', spec.selector, 'field is immutable')];
  }
  if (
    id === 'pods' &&
    !isDeepStrictEqual(fixedPart(spec, oldSpec), fixedPart(oldSpec, oldSpec))
  ) {
    return [
      {
        field: 'spec',
        reason: 'FieldValueForbidden',
        message:
          'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
      },
    ];
  }
  return [];
}

/**
 * What must not change in a pod. A node may be assigned once: on a real server through the `binding`
 * subresource, here by a plain update of the scheduler's.
 */
function fixedPart(spec: JsonObject, oldSpec: JsonObject): JsonObject {
  const {
    activeDeadlineSeconds: _deadline,
    tolerations: _tolerations,
    ...rest
  } = spec;
  const withoutImages = (list: unknown) =>
    Array.isArray(list)
      ? list.map(c => (isJsonObject(c) ? { ...c, image: undefined } : c))
      : list;
  return {
    ...rest,
    nodeName: oldSpec.nodeName ? rest.nodeName : undefined,
    containers: withoutImages(rest.containers),
    initContainers: withoutImages(rest.initContainers),
  };
}
