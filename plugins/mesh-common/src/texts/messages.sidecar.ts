/** What every mesh says that adds proxies to pods as they are created. */
export const sidecarMessages = {
  'reason.no-pods.cannot-start.injector':
    'Nothing is running, and pods cannot start until {{injector}} runs again.',
  'reason.no-pods.would-lack-proxy.injector':
    'Nothing is running; pods would start without a proxy until {{injector}} runs again.',
  'reason.no-pods.wanted-cannot-start.injector_one':
    '1 pod is wanted, and it cannot start until {{injector}} runs again.',
  'reason.no-pods.wanted-cannot-start.injector_other':
    '{{count}} pods are wanted, and none can start until {{injector}} runs again.',
  'reason.no-pods.wanted-lack-proxy.injector_one':
    '1 pod is wanted, and it does not run; it would start without a proxy until {{injector}} runs again.',
  'reason.no-pods.wanted-lack-proxy.injector_other':
    '{{count}} pods are wanted, and none runs; they would start without a proxy until {{injector}} runs again.',

  'reason.host-network':
    '{{kind}} {{name}} uses the network of its node, where {{mesh}} never adds a proxy.',
  'fix.leave-host-network':
    'Take {{kind}} {{name}} off the host network, if it does not need it.',
  'fix.opt-out':
    'Say in the pod template of {{kind}} {{name}} that it stays outside of the mesh.',
  'effect.nothing-changes':
    'Nothing restarts, and pods start as they did before.',

  'reason.pod-predates-injection.together_one':
    '1 pod started {{started}}, before injection was switched on ({{enabled}}).',
  'reason.pod-predates-injection.together_other':
    '{{count}} pods started {{started}}, before injection was switched on ({{enabled}}).',
  'reason.pod-predates-injection.spread_one':
    '1 pod started {{started}}, before injection was switched on ({{enabled}}).',
  'reason.pod-predates-injection.spread_other':
    '{{count}} pods started before injection was switched on ({{enabled}}), the last of them {{started}}.',
  'reason.pod-predates-injection.started_one':
    '1 pod started {{started}}, before injection was switched on.',
  'reason.pod-predates-injection.started_other':
    '{{count}} pods started before injection was switched on, the last of them {{started}}.',
  'reason.pod-predates-injection.no-times_one':
    '1 pod started before injection was switched on.',
  'reason.pod-predates-injection.no-times_other':
    '{{count}} pods started before injection was switched on.',
  'reason.pod-predates-injection.missed_one':
    '1 pod started {{started}} without a proxy although injection was on: the injector was not there, or did not answer.',
  'reason.pod-predates-injection.missed_other':
    '{{count}} pods started without a proxy although injection was on, the last of them {{started}}: the injector was not there, or did not answer.',
  'reason.pod-predates-injection.mixed_one':
    '1 pod has no proxy, although injection was switched on ({{enabled}}).',
  'reason.pod-predates-injection.mixed_other':
    '{{count}} pods have no proxy; some of them started after injection was switched on ({{enabled}}).',
  'reason.pod-predates-injection.template_one':
    '1 pod of {{kind}} {{name}} started before its template got a proxy.',
  'reason.pod-predates-injection.template_other':
    '{{count}} pods of {{kind}} {{name}} started before their template got a proxy.',

  'reason.pod-outlives-injection_one':
    '1 pod still has a proxy, but namespace {{namespace}} no longer asks for one.',
  'reason.pod-outlives-injection_other':
    '{{count}} pods still have a proxy, but namespace {{namespace}} no longer asks for one.',
  'reason.pod-outlives-injection.workload_one':
    '1 pod still has a proxy, but {{kind}} {{name}} no longer asks for one.',
  'reason.pod-outlives-injection.workload_other':
    '{{count}} pods still have a proxy, but {{kind}} {{name}} no longer asks for one.',
  'reason.pod-outlives-injection.neither_one':
    '1 pod still has a proxy, but neither namespace {{namespace}} nor {{kind}} {{name}} asks for one any more.',
  'reason.pod-outlives-injection.neither_other':
    '{{count}} pods still have a proxy, but neither namespace {{namespace}} nor {{kind}} {{name}} asks for one any more.',
  'fix.restart.remove-proxy_one':
    'Restart {{kind}} {{name}} to remove the proxy, or ask for it again.',
  'fix.restart.remove-proxy_other':
    'Restart {{kind}} {{name}} to remove the proxies, or ask for them again.',

  'reason.injector-unavailable.component_one':
    '1 pod has no proxy, and {{injector}}, which would add it, is not running.',
  'reason.injector-unavailable.component_other':
    '{{count}} pods have no proxy, and {{injector}}, which would add it, is not running.',
  'reason.injector-unavailable.component-next-pod':
    'Every new pod of {{kind}} {{name}} has to pass {{injector}}, which is not running.',
  'fix.bring-back-injector':
    'The platform team has to bring {{injector}} back. Restart {{kind}} {{name}} only then: before, its pods might not start, or not get a proxy.',
  'fix.bring-back-injector.no-pods':
    'The platform team has to bring {{injector}} back.',
  'fix.scale-injector':
    'The platform team has to scale {{injector}} up again. Restart {{kind}} {{name}} only then: before, its pods might not start, or not get a proxy.',
  'fix.scale-injector.no-pods':
    'The platform team has to scale {{injector}} up again.',

  'reason.control-plane-down.component-scaled-to-zero':
    '{{kind}} {{name}} of {{mesh}} is scaled to zero in cluster {{cluster}}.',
  'reason.control-plane-down.component-down':
    '{{kind}} {{name}} of {{mesh}} is not running in cluster {{cluster}}: none of {{wanted}} replicas is available.',
  'reason.control-plane-down.component-missing':
    '{{mesh}} has no {{name}} in cluster {{cluster}}, which it cannot work without.',
  'reason.control-plane-degraded.component':
    '{{kind}} {{name}} of {{mesh}} has {{available}} of {{wanted}} replicas available in cluster {{cluster}}.',
  'reason.data-plane-degraded.part':
    'The {{part}} of {{mesh}} has {{ready}} of {{wanted}} pods ready in cluster {{cluster}}.',
  'fix.scale-up': 'Scale {{kind}} {{name}} up again.',

  'reason.crds-only.mesh':
    '{{mesh}} is not installed in cluster {{cluster}}, but its custom resources are.',
  'reason.crds-only.webhook':
    '{{mesh}} is not installed in cluster {{cluster}}, but its webhook {{name}} is.',
  'reason.mode-not-installed.namespace':
    'Namespace {{namespace}} asks for {{mesh}}, but no {{mesh}} in this cluster adds proxies.',
  'reason.mode-not-installed.template':
    '{{kind}} {{name}} asks for {{mesh}}, but no {{mesh}} in this cluster adds proxies.',
  'fix.not-installed.namespace':
    'Take {{asked}} off namespace {{namespace}}, or have {{mesh}} installed.',
  'fix.not-installed.template':
    'Take {{asked}} out of the pod template of {{kind}} {{name}}, or have {{mesh}} installed.',
} as const satisfies Readonly<Record<string, string>>;
