import {
  type Check,
  deploymentKind,
  podKind,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import {
  comesToDependOnIt,
  installationOf,
  joins,
  meshOf,
  titleOf,
} from './engine/forms';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * Labels alone do nothing where no control plane and no agents act on them.
 */
export const meshNotInstalled: Check = {
  id: 'mesh-not-installed',
  title: 'The mesh is not installed',
  severity: 'error',
  scope: 'cluster',
  audience: 'platform',
  needs: [deploymentKind, podKind, webhookConfigurationKind],
  appliesTo: ({ role }, { form }) => role !== 'to' && comesToDependOnIt(form),
  evaluate: (subject, context) => {
    const mode = joins(context.form)?.mode;
    const mesh = titleOf(meshOf(context.form) ?? '');
    const installation = installationOf(context);
    const lacksMode =
      installation !== undefined &&
      mode !== undefined &&
      !installation.modes.includes(mode);
    return failsIf(!installation || lacksMode, 'mesh-not-installed', {
      subject: namespaceOf(subject),
      evidence: [],
      variant: lacksMode ? 'mode' : undefined,
      params: { mesh, mode: mode ?? '' },
    });
  },
};
