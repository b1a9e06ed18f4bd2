import type { RequestForm } from '@meshport/plugin-mesh-common';
import {
  aNamespace,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { aClusterSnapshot } from '../../testing/requestWorlds';
import { aWaypoint } from '../meshes/istio/testing/ambientObjects';
import { undoOf } from './undo';

const CLUSTERS = { clusters: ['west'], namespace: 'shop' };

function undone(form: RequestForm, objects: readonly KubeObject[] = []) {
  return undoOf(form, aClusterSnapshot('west', objects));
}

describe('how a request is taken back', () => {
  it.each<[RequestForm['kind'], RequestForm, Partial<RequestForm>]>([
    [
      'namespace-onboard',
      {
        ...{ kind: 'namespace-onboard', ...CLUSTERS },
        profile: { mesh: 'linkerd', mode: 'sidecar' },
      },
      { kind: 'namespace-offboard', mesh: 'linkerd', mode: 'sidecar' },
    ],
    [
      'service-export',
      {
        ...{ kind: 'service-export', namespace: 'shop', service: 'cart' },
        ...{ mechanism: 'cilium-global', from: ['west'], to: ['east'] },
      },
      { kind: 'service-unexport', from: ['west'], to: ['east'] },
    ],
  ])('%s by its opposite', (_, form, back) => {
    expect(undone(form).form).toMatchObject(back);
  });

  it.each<[string, Record<string, string>, 'ambient' | 'sidecar', object]>([
    [
      'its waypoint',
      { 'istio.io/use-waypoint': 'waypoint' },
      'ambient',
      { mode: 'ambient', waypoint: 'all' },
    ],
    ['no waypoint', {}, 'ambient', { mode: 'ambient', waypoint: 'none' }],
    [
      'its revision',
      { 'istio.io/rev': 'stable' },
      'sidecar',
      { mode: 'sidecar', revision: 'stable' },
    ],
    [
      'the default one',
      { 'istio-injection': 'enabled' },
      'sidecar',
      { mode: 'sidecar' },
    ],
  ])('off-boarding by onboarding with %s', (_, labels, mode, profile) => {
    const form: RequestForm = {
      ...{ kind: 'namespace-offboard', ...CLUSTERS, mesh: 'istio', mode },
    };
    const objects = [
      aNamespace({ labels }),
      aWaypoint({ labels: { 'istio.io/waypoint-for': 'all' } }),
    ];
    expect(undone(form, objects).form).toEqual({
      ...{ kind: 'namespace-onboard', ...CLUSTERS },
      profile: { mesh: 'istio', ...profile },
    });
  });

  it('a restart by nothing', () => {
    const { form, text } = undone({
      ...{ kind: 'workload-restart', ...CLUSTERS },
      workloads: [{ kind: 'Deployment', name: 'cart' }],
    });
    expect(form).toBeUndefined();
    expect(text.id).toBe('request.undo.restart');
  });
});
