import {
  type Check,
  deploymentKind,
  podKind,
} from '@meshport/plugin-mesh-node';
import { comesToDependOnIt, installationOf } from './engine/forms';
import { failsIf, namespaceOf } from './engine/outcomes';

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
    const installation = installationOf(context);
    const { health = 'unknown', reasons = [], title = '' } = installation ?? {};
    const [reason] = reasons;
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
