import { type Check, serviceKind } from '@meshport/plugin-mesh-node';
import { offers, serviceIn } from './engine/forms';
import { failsIf, serviceOf } from './engine/outcomes';

/**
 * A federated service cannot be headless (Linkerd docs, "Federated services"); mirrored or
 * global ones are per pod, and not through every network.
 */
export const serviceHeadless: Check = {
  id: 'service-headless',
  title: 'The service has no address of its own',
  severity: 'error',
  scope: 'service',
  audience: 'owner',
  needs: [serviceKind],
  appliesTo: (subject, context) =>
    offers(subject, context) && serviceIn(subject, context) !== undefined,
  evaluate: (subject, context) => {
    const { form } = context;
    const mechanism = 'mechanism' in form ? form.mechanism : '';
    return failsIf(
      serviceIn(subject, context)?.spec.clusterIP === 'None',
      'service-headless',
      {
        subject: serviceOf(subject),
        params: { mechanism },
        severity: mechanism === 'linkerd-federated' ? undefined : 'warning',
      },
    );
  },
};
