import { type Check, serviceKind } from '@meshport/plugin-mesh-node';
import { serviceIn } from './engine/forms';
import { failsIf, serviceOf } from './engine/outcomes';

/**
 * There is no declaration to take back.
 */
export const notExported: Check = {
  id: 'not-exported',
  title: 'The service is not offered',
  severity: 'error',
  scope: 'service',
  audience: 'owner',
  needs: [serviceKind],
  appliesTo: (subject, context) =>
    subject.role === 'from' &&
    context.form.kind === 'service-unexport' &&
    serviceIn(subject, context) !== undefined,
  evaluate: (subject, context) => {
    const said = serviceIn(subject, context)?.metadata;
    const label = (key: string) => said?.labels[key];
    const annotation = (key: string) => said?.annotations[key];
    const { form } = context;
    const mechanism = 'mechanism' in form ? form.mechanism : '';
    const declared: Readonly<Record<string, string | undefined>> = {
      'cilium-global':
        annotation('service.cilium.io/global') ??
        annotation('io.cilium/global-service'),
      'linkerd-mirror': label('mirror.linkerd.io/exported'),
      'linkerd-federated': label('mirror.linkerd.io/federated'),
    };
    return failsIf(declared[mechanism] === undefined, 'not-exported', {
      subject: serviceOf(subject),
      params: { mechanism },
    });
  },
};
