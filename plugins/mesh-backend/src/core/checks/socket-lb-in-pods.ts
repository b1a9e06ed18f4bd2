import type { Check } from '@meshport/plugin-mesh-node';
import { ciliumAgentsOf } from '../networks/ciliumAgents';
import { ciliumConfigKind } from '../networks/kinds';
import { joins } from './engine/forms';
import { failsIf, unknown } from './engine/outcomes';

/**
 * Cilium replaces a Service's address at connect(), before a proxy can see it: fatal for
 * Istio's sidecars, without routing and mirrors for Linkerd and ambient mode (Cilium docs,
 * "Istio integration"; Linkerd docs, "Cluster configuration"). kube-proxy replacement itself
 * is fine.
 */
export const socketLbInPods: Check = {
  id: 'socket-lb-in-pods',
  title: 'Cilium balances inside of pods',
  severity: 'error',
  scope: 'cluster',
  audience: 'platform',
  needs: [ciliumConfigKind],
  appliesTo: (_, context) =>
    joins(context.form) !== undefined &&
    ciliumAgentsOf(context.snapshot) !== undefined,
  evaluate: (subject, context) => {
    const agents = ciliumAgentsOf(context.snapshot);
    if (!agents?.config) {
      return unknown('socket-lb-in-pods', { cluster: subject.cluster });
    }
    const flag = (name: string) => agents.config?.[name] === 'true';
    const balances = flag('kube-proxy-replacement') || flag('bpf-lb-sock');
    const profile = joins(context.form);
    const isFatal = profile?.mesh === 'istio' && profile.mode === 'sidecar';
    return failsIf(
      balances && !flag('bpf-lb-sock-hostns-only'),
      'socket-lb-in-pods',
      {
        subject: agents.configRef,
        severity: isFatal ? undefined : 'warning',
      },
    );
  },
};
