import {
  type Fix,
  type KnownReason,
  type Reason,
  text,
} from '@meshport/plugin-mesh-common';
import type {
  DeclaredExport,
  ExportArrival,
  OfferingSide,
} from '@meshport/plugin-mesh-node';
import { stringify } from 'yaml';
import { kubectl } from '../model/kubectl';

type Side = Pick<OfferingSide, 'cluster' | 'kubectlContext'>;

/**
 * The fix of an object that is there: where something keeps that as it is, says what, and
 * that the change belongs there. Without a name: of the namespace.
 */
export function inItsPlace(
  fix: Fix,
  { cluster, facts }: OfferingSide,
  { namespace, name }: { readonly namespace: string; readonly name?: string },
): Fix {
  const object = name === undefined ? namespace : `${namespace}/${name}`;
  const { kind, name: writer = '' } = facts?.keptBy[object] ?? {};
  if (!kind || kind === 'person' || kind === 'unknown') return fix;
  const params = { cluster, object, writer };
  return { ...fix, effect: text(`effect.kept-by.${kind}`, params) };
}

/** A service that has not come to a cluster, and why. */
export function notArrived(reasons: readonly Reason[]): ExportArrival {
  return {
    arrived: false,
    ports: [],
    endpoints: { ready: 0, total: 0 },
    reasons: [...reasons],
  };
}

/** Whatever the mechanism: a service arrives in the namespace of its own name. */
export function namespaceMissing(
  { cluster, kubectlContext }: Side,
  options: {
    readonly namespace: string;
    readonly from: string;
    /** What the namespace has to say for the service to arrive. */
    readonly annotations?: Readonly<Record<string, string>>;
  },
): KnownReason {
  const { namespace, from, annotations = {} } = options;
  const params = { cluster, namespace, from };
  const hasToSay = Object.keys(annotations).length > 0;
  const metadata = {
    name: namespace,
    ...(hasToSay ? { annotations } : {}),
  };
  return {
    code: 'namespace-missing',
    text: text('reason.namespace-missing', params),
    fix: {
      text: text('fix.create-namespace', params),
      manifest: stringify({ apiVersion: 'v1', kind: 'Namespace', metadata }),
      ...(hasToSay
        ? {}
        : {
            command: kubectl(kubectlContext, 'create', 'namespace', namespace),
          }),
    },
    evidence: [],
  };
}

/** The service is where it should be, and there is nothing to reach. */
export function noReadyEndpoints(
  { cluster }: Side,
  { namespace, name }: DeclaredExport,
): KnownReason {
  const params = { from: cluster, namespace, name };
  return {
    code: 'no-ready-endpoints',
    text: text('reason.no-ready-endpoints', params),
    fix: { text: text('fix.make-endpoints-ready', params) },
    evidence: [{ cluster, apiVersion: 'v1', kind: 'Service', namespace, name }],
  };
}
