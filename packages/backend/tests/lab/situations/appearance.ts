import type { Membership, WorkloadView } from '@meshport/plugin-mesh-common';
import type { TestPortal } from '../../harness/TestPortal';

/** What the portal says of one workload. */
export interface Appearance {
  /** `pending-restart 1/3 pod-predates-injection`; without a reason `enrolled 3/3 -`. */
  says: string;
  mTLS: string;
  membership: Membership;
  view: WorkloadView;
}

function reasonsOf(membership: readonly Membership[]): string {
  const codes = membership.flatMap(({ reasons }) =>
    reasons.map(({ code }) => code),
  );
  return codes.join(', ') || '-';
}

function appearanceOf(view: WorkloadView): Appearance {
  const [membership] = view.membership;
  const { enrolled, total } = membership.pods;
  const reasons = reasonsOf(view.membership);
  return {
    says: `${membership.state} ${enrolled}/${total} ${reasons}`,
    mTLS: view.posture.inbound,
    ...{ membership, view },
  };
}

/** The workload behind the Service of the same name; undefined until the portal knows both. */
export async function look(
  portal: TestPortal,
  { namespace, name, set }: { namespace: string; name: string; set: string },
): Promise<Appearance | undefined> {
  const path = `/services/${set}/${namespace}/${name}`;
  const { status, body } = await portal.get<{
    service: { instances: { workloads: WorkloadView[] }[] };
  }>(path);
  if (status !== 200) return undefined;
  const views = body.service.instances.flatMap(({ workloads }) => workloads);
  const view = views.find(({ ref }) => ref.name === name);
  return view && appearanceOf(view);
}
