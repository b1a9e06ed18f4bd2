import { fails, holds, withVerdicts } from './conditions.ts';
import type { CertificateRef, Listener, ListenerStatus } from './gateway.ts';

export interface ListenerFacts {
  attachedRoutes: number;
  /** The first of its certificates that there is no Secret for, `namespace/name`. */
  missingSecret?: { ref: CertificateRef; secret: string };
}

const GROUP = 'gateway.networking.k8s.io';

const KINDS: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute'],
  TCP: ['TCPRoute'],
};

/** What istiod reports of one listener. */
export function listenerStatus(
  listener: Listener,
  options: {
    facts: ListenerFacts;
    before: ListenerStatus | undefined;
    observedGeneration: number;
    now: Date;
  },
): ListenerStatus {
  const { facts, before } = options;
  const fine = 'No errors found';
  const verdicts = [
    holds('Accepted', 'Accepted', fine),
    fails('Conflicted', 'NoConflicts', fine),
    facts.missingSecret
      ? fails('Programmed', 'Invalid', 'Bad TLS configuration')
      : holds('Programmed', 'Programmed', fine),
    facts.missingSecret
      ? fails(
          'ResolvedRefs',
          'InvalidCertificateRef',
          missingSecretText(facts.missingSecret),
        )
      : holds('ResolvedRefs', 'ResolvedRefs', fine),
  ];
  return {
    attachedRoutes: facts.attachedRoutes,
    conditions: withVerdicts(before?.conditions, verdicts, options),
    name: listener.name,
    supportedKinds: (KINDS[listener.protocol] ?? []).map(kind => ({
      group: GROUP,
      kind,
    })),
  };
}

function missingSecretText({
  ref,
  secret,
}: NonNullable<ListenerFacts['missingSecret']>): string {
  const { kind = 'Secret', name, namespace = '' } = ref;
  return `invalid certificate reference /${kind}/${name}.${namespace}, secret ${secret} not found`;
}
