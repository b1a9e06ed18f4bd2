import { type Check, serviceKind } from '@meshport/plugin-mesh-node';
import { serviceIn } from './engine/forms';
import { failsIf, serviceOf } from './engine/outcomes';

/**
 * What is to be offered has to be there.
 */
export const serviceMissing: Check = {
  id: 'service-missing',
  title: 'There is no such service',
  severity: 'error',
  scope: 'service',
  audience: 'owner',
  needs: [serviceKind],
  appliesTo: ({ role }) => role === 'from',
  evaluate: (subject, context) =>
    failsIf(!serviceIn(subject, context), 'service-missing', {
      subject: serviceOf(subject),
      evidence: [],
    }),
};
