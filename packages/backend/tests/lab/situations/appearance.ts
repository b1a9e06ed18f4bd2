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

/** Which workload; of several meshes that have an entry, the first one's unless it is named. */
export interface Subject {
  cluster: string;
  namespace: string;
  name: string;
  mesh?: string;
}

function appearanceOf(
  view: WorkloadView,
  mesh: string | undefined,
): Appearance | undefined {
  const entries = view.membership.filter(
    one => mesh === undefined || one.mesh === mesh,
  );
  const membership = entries.at(0);
  if (!membership) return undefined;
  const { enrolled, total } = membership.pods;
  const codes = entries.flatMap(({ reasons }) =>
    reasons.map(({ code }) => code),
  );
  return {
    says: `${membership.state} ${enrolled}/${total} ${codes.join(', ') || '-'}`,
    mTLS: view.posture.inbound,
    ...{ membership, view },
  };
}

/** The workload of that name; undefined until the portal knows it. */
export async function look(
  portal: TestPortal,
  { cluster, namespace, name, mesh }: Subject,
): Promise<Appearance | undefined> {
  const path = `/namespaces/${cluster}/${namespace}`;
  const { status, body } = await portal.get<{ workloads: WorkloadView[] }>(
    path,
  );
  if (status !== 200) return undefined;
  const view = body.workloads.find(({ ref }) => ref.name === name);
  return view && appearanceOf(view, mesh);
}
