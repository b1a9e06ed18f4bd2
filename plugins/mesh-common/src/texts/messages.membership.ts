/**
 * Why a workload or service is in a mesh or not (`reason.<code>`, with variants), what
 * mends it (`fix.*`), what that does (`effect.*`), and how to check it (`verify.*`).
 */
export const membershipMessages = {
  'reason.input-unreadable.forbidden':
    'The portal may not list and watch {{resource}} in cluster {{cluster}}. Whoever manages access to the cluster can allow it.',
  'reason.input-unreadable.syncing':
    'The portal is still reading {{resource}} of cluster {{cluster}}.',
  'reason.input-unreadable.failing':
    'Reading {{resource}} of cluster {{cluster}} has failed so far. The portal keeps trying.',
  'fix.add-rule':
    "Let the portal's account list and watch {{resource}} in cluster {{cluster}}.",

  'reason.no-pods': 'Nothing is running.',
  'reason.no-pods.service': 'No workload is behind this service.',
  'reason.no-pods.would-enrol':
    'Nothing is running; pods would be enrolled at the next start.',
  'reason.no-pods.would-not-enrol':
    'Nothing is running; pods would not be enrolled at the next start.',
  'reason.no-pods.cannot-start':
    'Nothing is running, and pods cannot start until istiod of revision {{revision}} runs again.',
  'reason.no-pods.would-lack-proxy':
    'Nothing is running; pods would start without a proxy until istiod of revision {{revision}} runs again.',
  'reason.no-pods.wanted_one': '1 pod is wanted, and it does not run.',
  'reason.no-pods.wanted_other': '{{count}} pods are wanted, and none runs.',
  'reason.no-pods.wanted-enrol_one':
    '1 pod is wanted, and it does not run; it would be enrolled when it starts.',
  'reason.no-pods.wanted-enrol_other':
    '{{count}} pods are wanted, and none runs; they would be enrolled when they start.',
  'reason.no-pods.wanted-not-enrol_one':
    '1 pod is wanted, and it does not run; it would not be enrolled when it starts.',
  'reason.no-pods.wanted-not-enrol_other':
    '{{count}} pods are wanted, and none runs; they would not be enrolled when they start.',
  'reason.no-pods.wanted-cannot-start_one':
    '1 pod is wanted, and it cannot start until istiod of revision {{revision}} runs again.',
  'reason.no-pods.wanted-cannot-start_other':
    '{{count}} pods are wanted, and none can start until istiod of revision {{revision}} runs again.',
  'reason.no-pods.wanted-lack-proxy_one':
    '1 pod is wanted, and it does not run; it would start without a proxy until istiod of revision {{revision}} runs again.',
  'reason.no-pods.wanted-lack-proxy_other':
    '{{count}} pods are wanted, and none runs; they would start without a proxy until istiod of revision {{revision}} runs again.',

  'reason.no-mesh-installed': 'No mesh is installed in cluster {{cluster}}.',
  'reason.no-mesh-installed.not-for-namespaces':
    'Cluster {{cluster}} runs {{meshes}}, but not in a way that namespace {{namespace}} could be enrolled in.',
  'reason.namespace-not-labelled':
    'Namespace {{namespace}} does not ask for a mesh.',
  'fix.label-namespace':
    'Label namespace {{namespace}} to enrol it in {{mesh}}, then restart its workloads: running pods get a proxy only when they start again.',
  'fix.choose-mesh':
    'Choose a mesh for namespace {{namespace}}: {{meshes}} are installed here.',
  'fix.restart.enrol_one': 'Restart {{kind}} {{name}} to enrol this pod.',
  'fix.restart.enrol_other': 'Restart {{kind}} {{name}} to enrol them.',
  'fix.restart.renew_one':
    'Restart {{kind}} {{name}} to give this pod the proxy that is asked for.',
  'fix.restart.renew_other':
    'Restart {{kind}} {{name}} to give them the proxy that is asked for.',
  'fix.restart.remove_one':
    'Restart {{kind}} {{name}} to remove the proxy, or label the namespace again.',
  'fix.restart.remove_other':
    'Restart {{kind}} {{name}} to remove the proxies, or label the namespace again.',
  'fix.rollout-under-way_one':
    'A restart of {{kind}} {{name}} is under way, and replaces its pod. Nothing else has to be done.',
  'fix.rollout-under-way_other':
    'A restart of {{kind}} {{name}} is under way: {{replaced}} of {{count}} pods are replaced, the others follow.',
  'fix.rollout-stuck_one':
    'A restart of {{kind}} {{name}} is under way, but its new pod did not become ready in time. See why; another restart would not help.',
  'fix.rollout-stuck_other':
    'A restart of {{kind}} {{name}} is under way, but stuck: {{replaced}} of {{count}} pods are replaced, and the next ones did not become ready in time. See why; another restart would not help.',
  'fix.resume':
    'Rollouts of {{kind}} {{name}} are paused. Resume them, which also rolls out what was held back, then restart it.',
  'fix.delete-pods':
    'Delete these pods of {{kind}} {{name}}; it makes new ones.',
  'fix.recreate-pod':
    'Delete pod {{name}} and create it again: nothing else restarts it.',
  'fix.recreate-job':
    'Delete job {{name}} and create it again, or let it finish.',
  'fix.namespace-terminating':
    'Namespace {{namespace}} is being deleted: nothing new starts in it, so there is nothing to mend here.',
  'fix.next-run': 'Wait: the next run of {{kind}} {{name}} starts new pods.',
  'effect.rolling-restart_one': '1 pod is replaced by a new one.',
  'effect.rolling-restart_other': '{{count}} pods restart one by one.',
  'effect.rolling-restart.several':
    '{{count}} pods restart, up to {{together}} at a time.',
  'effect.paused':
    'Nothing restarts before rollouts of {{kind}} {{name}} are resumed.',
  'effect.recreate_one': '1 pod stops, then a new one starts.',
  'effect.recreate_other':
    'All {{count}} pods stop at once, then new ones start.',
  'effect.delete-pods_one':
    '1 pod is deleted; {{kind}} {{name}} makes a new one.',
  'effect.delete-pods_other':
    '{{count}} pods are deleted at once; {{kind}} {{name}} makes new ones.',
  'effect.template-change_one': '1 pod is replaced by a new one.',
  'effect.template-change_other':
    'All {{count}} pods are replaced by new ones.',
  'effect.next-run': 'Nothing restarts; the next run starts as changed.',
  'effect.next-start':
    'Nothing restarts. Pods of the whole namespace get a proxy when they next start.',
  'verify.rollout': 'How far the restart has got:',
  'verify.containers': 'Which pods run, and with which containers:',
  'verify.namespace': 'What the namespace asks for:',
} as const satisfies Readonly<Record<string, string>>;
