import { type Check, serviceKind } from '@meshport/plugin-mesh-node';
import { offers, serviceIn } from './engine/forms';
import { failsIf, serviceOf } from './engine/outcomes';

/**
 * Everything that would be declared is so already.
 */
export const alreadyExported: Check = {
  id: 'already-exported',
  title: 'The service is offered already',
  severity: 'error',
  scope: 'service',
  audience: 'owner',
  needs: [serviceKind],
  appliesTo: (subject, context) =>
    offers(subject, context) && serviceIn(subject, context) !== undefined,
  evaluate: (subject, { changes, form }) =>
    failsIf(changes.length === 0, 'already-exported', {
      subject: serviceOf(subject),
      params: { mechanism: 'mechanism' in form ? form.mechanism : '' },
      // Further clusters may still have to take it.
      severity:
        'mechanism' in form && form.mechanism === 'cilium-global'
          ? 'warning'
          : undefined,
    }),
};
