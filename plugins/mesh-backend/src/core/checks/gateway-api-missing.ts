import { text } from '@meshport/plugin-mesh-common';
import {
  type Check,
  gatewayClassKind,
  isReadable,
  partOf,
} from '@meshport/plugin-mesh-node';
import { joins } from './engine/forms';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * A waypoint is a Gateway of class istio-waypoint, which istiod makes where the CRDs are
 * (istio.io, "Configure waypoint proxies"; IST0156).
 */
export const gatewayApiMissing: Check = {
  id: 'gateway-api-missing',
  title: 'The Gateway API is not installed',
  severity: 'error',
  scope: 'cluster',
  audience: 'platform',
  needs: [],
  appliesTo: (_, { form }) => {
    const profile = joins(form);
    return profile?.mode === 'ambient' && profile.waypoint !== 'none';
  },
  evaluate: (subject, { snapshot }) => {
    const { status, items } = snapshot.kind(gatewayClassKind);
    const name = 'istio-waypoint';
    const hasClass = items.some(({ metadata }) => metadata.name === name);
    if (status !== 'absent' && !isReadable(snapshot.kind(gatewayClassKind))) {
      const { cluster } = subject;
      const resource = partOf(gatewayClassKind);
      return {
        outcome: 'unknown',
        text: text('preflight.part-unreadable', { resource, cluster }),
      };
    }
    return failsIf(!hasClass, 'gateway-api-missing', {
      subject: namespaceOf(subject),
      evidence: [],
      variant: status === 'absent' ? undefined : 'class',
    });
  },
};
