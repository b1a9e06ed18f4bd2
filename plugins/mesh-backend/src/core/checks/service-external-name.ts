import { type Check, serviceKind } from '@meshport/plugin-mesh-node';
import { offers, serviceIn } from './engine/forms';
import { failsIf, serviceOf } from './engine/outcomes';

/**
 * It has no endpoints that could be offered.
 */
export const serviceExternalName: Check = {
  id: 'service-external-name',
  title: 'The service is only a name',
  severity: 'error',
  scope: 'service',
  audience: 'owner',
  needs: [serviceKind],
  appliesTo: (subject, context) =>
    offers(subject, context) && serviceIn(subject, context) !== undefined,
  evaluate: (subject, context) => {
    const { type, externalName = '' } = serviceIn(subject, context)?.spec ?? {};
    return failsIf(type === 'ExternalName', 'service-external-name', {
      subject: serviceOf(subject),
      params: { host: externalName },
    });
  },
};
