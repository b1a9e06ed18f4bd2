import {
  type Check,
  type Service,
  serviceKind,
} from '@meshport/plugin-mesh-node';
import { serviceIn } from './engine/forms';
import { failsIf, serviceOf } from './engine/outcomes';

function portsOf(service: Service | undefined): string {
  const ports = (service?.spec.ports ?? []).map(
    ({ name = '', port, protocol = 'TCP' }) => `${name}/${port}/${protocol}`,
  );
  return ports.sort().join(' ');
}

/**
 * Backends are matched by the ports of each cluster's own Service (Cilium docs, "Global
 * services").
 */
export const portMismatch: Check = {
  id: 'port-mismatch',
  title: 'The same service has other ports elsewhere',
  severity: 'warning',
  scope: 'service',
  audience: 'owner',
  needs: [serviceKind],
  appliesTo: (subject, context) =>
    subject.role === 'to' &&
    context.form.kind === 'service-export' &&
    context.form.mechanism === 'cilium-global' &&
    serviceIn(subject, context) !== undefined,
  evaluate: (subject, context) => {
    const { form, others } = context;
    const from = 'from' in form ? form.from : [];
    const ports = portsOf(serviceIn(subject, context));
    const differing = from.filter(name => {
      const snapshot = others.get(name);
      const offered = snapshot && serviceIn(subject, { snapshot });
      return offered !== undefined && portsOf(offered) !== ports;
    });
    return failsIf(differing.length > 0, 'port-mismatch', {
      subject: serviceOf(subject),
      params: { others: differing.join(', ') },
    });
  },
};
