import type { Controller } from '../../controllers/Controller.ts';
import { refOf } from '../../controllers/Controller.ts';
import { writeStatus } from '../../controllers/statuses.ts';
import { withVerdicts } from '../gateways/conditions.ts';
import { GATEWAY_CLASSES, GATEWAYS } from '../gateways/gateway.ts';
import { isAboutIstiod, istiodsSeeing } from '../istiods.ts';
import { SERVICE_ENTRIES } from './bindingController.ts';
import { policyVerdict, type AuthorizationPolicy } from './policyStatus.ts';

const POLICIES = 'authorizationpolicies.security.istio.io';

/** Where policies are bound to; a label of any of these may change the answer. */
const TARGETS = [
  'services',
  'namespaces',
  SERVICE_ENTRIES,
  GATEWAYS,
  GATEWAY_CLASSES,
];

/** An ambient istiod reports on every AuthorizationPolicy; one for sidecars alone does not. */
export const policyStatusController: Controller = {
  name: 'istiod-policy-statuses',
  *concerns(change, { store }) {
    const { resource, object } = change;
    if (resource === POLICIES) {
      if (change.type !== 'DELETED') yield refOf(POLICIES, object);
    } else if (TARGETS.includes(resource) || isAboutIstiod(change)) {
      for (const policy of store.list(POLICIES).items)
        yield refOf(POLICIES, policy);
    }
  },
  reconcile(ref, { store, timeline }) {
    const policy = store.get<AuthorizationPolicy>(ref);
    const istiod = istiodsSeeing(store, ref.namespace).find(
      candidate => candidate.ambient,
    );
    if (!policy || !istiod) return;
    const { rootNamespace = istiod.pod.metadata.namespace ?? '' } =
      istiod.config.mesh;
    const verdict = policyVerdict(store, policy, rootNamespace);
    const kept = policy.status?.conditions?.filter(
      ({ type }) => !OURS.includes(type) || type === verdict.type,
    );
    const conditions = withVerdicts(kept, [verdict], {
      observedGeneration: String(policy.metadata.generation ?? 1),
      now: timeline.now(),
    });
    const manager =
      verdict.type === 'ZtunnelAccepted'
        ? 'istio-ambient-ztunnel-policy'
        : 'istio-ambient-waypoint-policy';
    writeStatus(
      store,
      POLICIES,
      policy,
      { ...policy.status, conditions },
      manager,
    );
  },
};

const OURS = ['ZtunnelAccepted', 'WaypointAccepted'];
