import type { Health } from '@meshport/plugin-mesh-common';
import {
  type Check,
  type CheckContext,
  deploymentKind,
  podKind,
} from '@meshport/plugin-mesh-node';
import { comesToDependOnIt, installationOf, joins } from './engine/forms';
import { failsIf, namespaceOf, unknown } from './engine/outcomes';

/** Of the revision that would take the pods, where one is asked for. */
function healthFor(context: CheckContext): Health {
  const installation = installationOf(context);
  const profile = joins(context.form);
  const asked = profile && 'revision' in profile ? profile.revision : undefined;
  const revision = installation?.revisions.find(
    ({ name, tags }) => asked === name || tags.some(tag => tag === asked),
  );
  return revision?.health ?? installation?.health ?? 'unknown';
}

/**
 * Pods that start while the injector or its control plane is down get no proxy, or do not
 * start. Degraded is a warning.
 */
export const meshUnhealthy: Check = {
  id: 'mesh-unhealthy',
  title: 'The mesh is not well',
  severity: 'error',
  scope: 'cluster',
  audience: 'platform',
  needs: [deploymentKind, podKind],
  appliesTo: (_, context) =>
    comesToDependOnIt(context.form) && installationOf(context) !== undefined,
  evaluate: (subject, context) => {
    const { reasons = [], title = '' } = installationOf(context) ?? {};
    const health = healthFor(context);
    const [reason] = reasons;
    if (health === 'unknown') {
      const { cluster } = subject;
      return unknown('mesh-unhealthy', { mesh: title, cluster });
    }
    return failsIf(
      health === 'failing' || health === 'degraded',
      'mesh-unhealthy',
      {
        subject: namespaceOf(subject),
        evidence: reasons.flatMap(({ evidence }) => evidence),
        params: { mesh: title, health, reason: reason?.text.message ?? '' },
        severity: health === 'degraded' ? 'warning' : undefined,
      },
    );
  },
};
