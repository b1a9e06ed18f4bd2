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
} as const satisfies Readonly<Record<string, string>>;
