import { type Check, serviceKind } from '@meshport/plugin-mesh-node';
import { offers, serviceIn } from './engine/forms';
import { failsIf, serviceOf } from './engine/outcomes';

/**
 * Somebody else makes its endpoints, and may stop to.
 */
export const serviceWithoutSelector: Check = {
  id: 'service-without-selector',
  title: 'The service selects no pods',
  severity: 'warning',
  scope: 'service',
  audience: 'owner',
  needs: [serviceKind],
  appliesTo: (subject, context) =>
    offers(subject, context) && serviceIn(subject, context) !== undefined,
  evaluate: (subject, context) => {
    const { type, selector = {} } = serviceIn(subject, context)?.spec ?? {};
    return failsIf(
      type !== 'ExternalName' && Object.keys(selector).length === 0,
      'service-without-selector',
      { subject: serviceOf(subject) },
    );
  },
};
