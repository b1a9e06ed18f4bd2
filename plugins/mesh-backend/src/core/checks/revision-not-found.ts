import {
  type Check,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import { installationOf, joins } from './engine/forms';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * No webhook answers to the label, so nothing is injected and no error shown (Istio's webhook
 * selectors; IST0102).
 */
export const revisionNotFound: Check = {
  id: 'revision-not-found',
  title: 'There is no such revision or tag',
  severity: 'error',
  scope: 'cluster',
  audience: 'platform',
  needs: [webhookConfigurationKind],
  appliesTo: (_, context) => {
    const profile = joins(context.form);
    return (
      profile?.mesh === 'istio' &&
      profile.mode === 'sidecar' &&
      installationOf(context) !== undefined
    );
  },
  evaluate: (subject, context) => {
    const profile = joins(context.form);
    const asked =
      profile && 'revision' in profile ? profile.revision : undefined;
    const revision = asked ?? 'default';
    const names = (installationOf(context)?.revisions ?? []).flatMap(
      ({ name, tags }) => [name, ...tags],
    );
    return failsIf(!names.includes(revision), 'revision-not-found', {
      subject: namespaceOf(subject),
      evidence: [],
      params: { revision, known: [...new Set(names)].sort().join(', ') },
    });
  },
};
