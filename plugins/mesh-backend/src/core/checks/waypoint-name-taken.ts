import { type Check, gatewayKind } from '@meshport/plugin-mesh-node';
import { joins } from './engine/forms';
import { failsIf } from './engine/outcomes';

/**
 * The change would turn somebody's ingress into a waypoint.
 */
export const waypointNameTaken: Check = {
  id: 'waypoint-name-taken',
  title: 'Another Gateway is called waypoint',
  severity: 'error',
  scope: 'namespace',
  audience: 'owner',
  needs: [gatewayKind],
  appliesTo: (_, { form }) => {
    const profile = joins(form);
    return profile?.mode === 'ambient' && profile.waypoint !== 'none';
  },
  evaluate: (subject, { snapshot }) => {
    const other = snapshot
      .kind(gatewayKind)
      .items.find(
        ({ metadata, spec }) =>
          metadata.namespace === subject.namespace &&
          metadata.name === 'waypoint' &&
          spec.gatewayClassName !== 'istio-waypoint',
      );
    const { cluster, namespace } = subject;
    const apiVersion = 'gateway.networking.k8s.io/v1';
    return failsIf(other !== undefined, 'waypoint-name-taken', {
      subject: {
        cluster,
        apiVersion,
        kind: 'Gateway',
        namespace,
        name: 'waypoint',
      },
      params: { gatewayClass: other?.spec.gatewayClassName ?? '' },
    });
  },
};
