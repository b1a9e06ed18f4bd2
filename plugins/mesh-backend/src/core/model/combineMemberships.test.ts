import type { MembershipState } from '@meshport/plugin-mesh-common';
import { aMembership } from '../../testing/modelBuilders';
import { combineMemberships } from './combineMemberships';

describe('workloads of one service in different meshes', () => {
  const inIstio = aMembership({ pods: { enrolled: 2, total: 2 } });

  it.each<[string, number, MembershipState]>([
    ['counts as outside of the mesh', 1, 'partial'],
    ['that runs nothing does not count', 0, 'enrolled'],
  ])('one of another mesh %s', (_, total, state) => {
    const other = aMembership({
      mesh: 'linkerd',
      state: total > 0 ? 'enrolled' : 'idle',
      pods: { enrolled: total, total },
    });
    expect(combineMemberships([[inIstio], [other]])[0]).toMatchObject({
      mesh: 'istio',
      state,
      pods: { enrolled: 2, total: 2 + total },
    });
  });
});
