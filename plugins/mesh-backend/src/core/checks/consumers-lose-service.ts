import type { Check } from '@meshport/plugin-mesh-node';
import { finding, found, named, serviceOf } from './engine/outcomes';

/**
 * Consumers are moved before the service is offered no more.
 */
export const consumersLoseService: Check = {
  id: 'consumers-lose-service',
  title: 'Other clusters still call the service',
  severity: 'warning',
  scope: 'service',
  audience: 'owner',
  needs: ['calls'],
  appliesTo: ({ role }, { form }) =>
    role === 'from' && form.kind === 'service-unexport',
  evaluate: (subject, { callers = [] }) =>
    found(
      callers
        .filter(({ cluster = subject.cluster }) => cluster !== subject.cluster)
        .map(({ ref }) =>
          finding('consumers-lose-service', {
            subject: serviceOf(subject),
            evidence: ref ? [ref] : [],
            params: {
              caller: ref ? `${named(ref)} in ${ref.cluster}` : 'Somebody',
            },
          }),
        ),
    ),
};
