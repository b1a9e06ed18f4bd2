import { text, type ObjectRef } from '@meshport/plugin-mesh-common';
import type {
  CheckFinding,
  CheckOutcome,
  CheckSubject,
} from '@meshport/plugin-mesh-node';

type Params = Record<string, string | number>;

const PASS: CheckOutcome = { outcome: 'pass' };

/** What was read does not tell: the sentence of the check's id says so. */
export function unknown(
  id: string,
  params: Record<string, string | number>,
): CheckOutcome {
  return { outcome: 'unknown', text: text(`check.${id}.unknown`, params) };
}

/** Passes where nothing was found. */
export function found(findings: readonly CheckFinding[]): CheckOutcome {
  return findings.length === 0 ? PASS : { outcome: 'fail', findings };
}

export function namespaceOf({ cluster, namespace }: CheckSubject): ObjectRef {
  return { cluster, apiVersion: 'v1', kind: 'Namespace', name: namespace };
}

export function serviceOf({
  cluster,
  namespace,
  service = '',
}: CheckSubject): ObjectRef {
  return {
    cluster,
    apiVersion: 'v1',
    kind: 'Service',
    namespace,
    name: service,
  };
}

/** `Deployment cart`, as sentences name it. */
export function named({ kind, name }: ObjectRef): string {
  return `${kind} ${name}`;
}

/**
 * A finding with the sentences of its check, `check.<id>` and `check.<id>.remedy`;
 * a `variant` has sentences of its own. What it is about is its evidence, too.
 */
export function finding(
  id: string,
  options: {
    readonly subject: ObjectRef;
    readonly params?: Params;
    readonly variant?: string;
    readonly evidence?: readonly ObjectRef[];
    readonly manifest?: string;
    readonly command?: string;
    readonly severity?: CheckFinding['severity'];
  },
): CheckFinding {
  const { subject, evidence = [subject], manifest, command } = options;
  const { cluster, namespace, name } = subject;
  const place = { cluster, namespace: namespace ?? name, name };
  const params = { ...place, ...options.params };
  const key = options.variant
    ? `check.${id}.${options.variant}`
    : `check.${id}`;
  return {
    text: text(key, params),
    subject,
    evidence,
    remedy: {
      text: text(`check.${id}.remedy`, params),
      ...(manifest === undefined ? {} : { manifest }),
      ...(command === undefined ? {} : { command }),
    },
    ...(options.severity ? { severity: options.severity } : {}),
  };
}

/** Fails with one finding, or passes. */
export function failsIf(
  condition: boolean,
  ...rest: Parameters<typeof finding>
): CheckOutcome {
  return condition ? found([finding(...rest)]) : PASS;
}
