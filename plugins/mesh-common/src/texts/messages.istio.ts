/** What Istio's part of the model says: reasons, fixes, control plane. */
export const istioMessages = {
  'reason.revision-not-found.namespace':
    'Namespace {{namespace}} asks for Istio revision {{revision}}, which does not exist here. There are: {{known}}.',
  'reason.revision-not-found.namespace-none':
    'Namespace {{namespace}} asks for Istio revision {{revision}}, but no Istio in this cluster injects proxies.',
  'reason.revision-not-found.template':
    '{{kind}} {{name}} asks for Istio revision {{revision}}, which does not exist here. There are: {{known}}.',
  'reason.revision-not-found.template-none':
    '{{kind}} {{name}} asks for Istio revision {{revision}}, but no Istio in this cluster injects proxies.',
  'fix.namespace-revision':
    'Label namespace {{namespace}} with a revision that exists ({{revision}}), then restart its workloads: running pods get a proxy of it only when they start again.',
  'fix.namespace-revision.in-use':
    'Label namespace {{namespace}} with the revision that its pods have, and that exists: {{revision}}.',
  'fix.namespace-no-revision':
    'Remove the label from namespace {{namespace}}, or have Istio installed.',
  'fix.template-revision':
    'Name a revision that exists in the pod template of {{kind}} {{name}}.',
  'fix.template-no-revision':
    'Remove the label from the pod template of {{kind}} {{name}}, or have Istio installed.',

  'reason.conflicting-labels.namespace':
    'Namespace {{namespace}} says istio-injection={{injection}} and istio.io/rev={{revision}}, which contradict each other; the first one wins.',
  'reason.conflicting-labels.namespace-and-pod':
    '{{kind}} {{name}} asks for a proxy, but namespace {{namespace}} says istio-injection={{injection}}, which wins.',
  'fix.remove-namespace-label':
    'Remove the label {{label}} from namespace {{namespace}}.',
  'fix.unblock-namespace':
    'Remove the label {{label}} from namespace {{namespace}}, then restart its workloads: running pods get a proxy only when they start again.',
  'reason.namespace-ignored-by-mesh':
    'Namespace {{namespace}} asks for Istio, but Istio never adds proxies to this namespace.',
  'fix.unlabel-namespace':
    'Remove the label from namespace {{namespace}}; run what needs the mesh in another namespace.',

  'reason.injector-unavailable_one':
    '1 pod has no proxy, and the istiod of revision {{revision}} that would add it is not running.',
  'reason.injector-unavailable_other':
    '{{count}} pods have no proxy, and the istiod of revision {{revision}} that would add it is not running.',
  'reason.injector-unavailable.next-pod':
    'Every new pod of {{kind}} {{name}} has to pass the istiod of revision {{revision}}, which is not running.',
  'fix.bring-back-istiod':
    'The platform team has to bring istiod of revision {{revision}} back. Restart {{kind}} {{name}} only then: before, its pods might not start.',
  'fix.bring-back-istiod.no-pods':
    'The platform team has to bring istiod of revision {{revision}} back.',
  'fix.scale-istiod':
    'The platform team has to scale istiod of revision {{revision}} up again. Restart {{kind}} {{name}} only then: before, its pods might not start.',
  'fix.scale-istiod.no-pods':
    'The platform team has to scale istiod of revision {{revision}} up again.',

  'reason.pod-opted-out.label':
    'The pod template of {{kind}} {{name}} says sidecar.istio.io/inject=false.',
  'reason.pod-opted-out.annotation':
    'The pod template of {{kind}} {{name}} has the annotation sidecar.istio.io/inject=false.',
  'fix.opt-in':
    'Remove sidecar.istio.io/inject from the pod template of {{kind}} {{name}}, if it belongs in the mesh.',

  'reason.pod-has-old-revision.revision_one':
    '1 pod still has the proxy of Istio revision {{actual}}; {{asked}} is asked for.',
  'reason.pod-has-old-revision.revision_other':
    '{{count}} pods still have the proxy of Istio revision {{actual}}; {{asked}} is asked for.',
  'reason.pod-has-old-revision.tag_one':
    '1 pod still has the proxy of Istio revision {{actual}}; tag {{tag}} now points to {{asked}}.',
  'reason.pod-has-old-revision.tag_other':
    '{{count}} pods still have the proxy of Istio revision {{actual}}; tag {{tag}} now points to {{asked}}.',

  'reason.namespace-not-labelled.disabled':
    'Namespace {{namespace}} says istio-injection=disabled.',
  'reason.namespace-not-labelled.other-value':
    'Namespace {{namespace}} says istio-injection={{value}}, which Istio does not understand; only "enabled" switches injection on.',

  'reason.namespace-not-labelled.other-mode':
    'Namespace {{namespace}} says istio.io/dataplane-mode={{value}}, which Istio does not understand; only "ambient" switches ambient mode on.',

  'reason.part-of-the-mesh.control-plane':
    '{{kind}} {{name}} runs the mesh itself and needs no proxy.',
  'reason.part-of-the-mesh.gateway':
    '{{kind}} {{name}} is a gateway of the mesh: all of it is a proxy, and its listeners decide who may connect.',

  'reason.control-plane-down.scaled-to-zero':
    'istiod of revision {{revision}} is scaled to zero in cluster {{cluster}}.',
  'reason.control-plane-down.not-available':
    'istiod of revision {{revision}} is not running in cluster {{cluster}}: none of {{wanted}} replicas is available.',
  'reason.control-plane-down.gone':
    'The injector of Istio revision {{revision}} is still set up in cluster {{cluster}}, but no istiod answers behind it.',
  'reason.control-plane-degraded':
    'istiod of revision {{revision}} has {{available}} of {{wanted}} replicas available in cluster {{cluster}}.',

  'reason.conflicting-labels.modes':
    '{{kind}} {{name}} is asked to have a sidecar and to be in ambient mode. New pods get sidecars, and ambient mode leaves those alone.',
  'reason.conflicting-labels.beside-linkerd':
    '{{kind}} {{name}} is asked to be in Istio and in Linkerd. A pod should be in one mesh only.',
  'fix.remove-template-label':
    'Remove the label {{label}} from the pod template of {{kind}} {{name}}.',
  'fix.namespace-without-linkerd':
    'Remove the annotation linkerd.io/inject from namespace {{namespace}}, if it belongs in Istio.',
  'fix.template-without-linkerd':
    'Remove the annotation linkerd.io/inject from the pod template of {{kind}} {{name}}, if it belongs in Istio.',

  'reason.namespace-ignored-by-mesh.discovery':
    'Namespace {{namespace}} asks for Istio, but istiod does not see it: the mesh configuration (discoverySelectors) leaves it out.',
  'reason.namespace-ignored-by-mesh.cni':
    'Namespace {{namespace}} asks for ambient mode, but istio-cni is told to leave it out (EXCLUDE_NAMESPACES).',
  'reason.namespace-ignored-by-mesh.selector':
    '{{kind}} {{name}} is asked into ambient mode by a label, but istio-cni is told to take other pods (AMBIENT_ENABLEMENT_SELECTOR).',
  'reason.namespace-ignored-by-mesh.injector':
    'Namespace {{namespace}} asks for Istio, but the injector of revision {{revision}} is configured to leave pods like those of {{kind}} {{name}} alone.',
  'fix.discover-namespace':
    'Change the labels of namespace {{namespace}} so that istiod sees it, then restart its workloads: running pods get a proxy only when they start again.',
  'fix.change-injector':
    'The platform team has to change the injection policy of Istio revision {{revision}} (policy, neverInjectSelector), or the namespace should not ask.',

  'reason.input-unreadable.match-conditions':
    'The injector {{name}} is asked under conditions (matchConditions) that only the API server can evaluate, so it is not known whether it would add a proxy.',

  'reason.mode-not-installed.ambient-namespace':
    'Namespace {{namespace}} asks for ambient mode, which is not installed in cluster {{cluster}}: it lacks {{parts}}.',
  'reason.mode-not-installed.ambient-template':
    '{{kind}} {{name}} asks for ambient mode, which is not installed in cluster {{cluster}}: it lacks {{parts}}.',
  'fix.namespace-no-ambient':
    'Remove the label istio.io/dataplane-mode from namespace {{namespace}}.',
  'fix.template-no-ambient':
    'Remove the label istio.io/dataplane-mode from the pod template of {{kind}} {{name}}.',

  'reason.host-network.ambient':
    '{{kind}} {{name}} uses the network of its node, which ambient mode never captures.',
  'reason.pod-opted-out.ambient':
    'The pod template of {{kind}} {{name}} says istio.io/dataplane-mode={{value}}.',
  'fix.opt-in-ambient':
    'Remove istio.io/dataplane-mode from the pod template of {{kind}} {{name}}, if it belongs in the mesh.',

  'reason.ztunnel-not-ready-on-node.down_one':
    '1 pod runs where ztunnel is not ready (node {{nodes}}), so its connections fail or bypass the mesh.',
  'reason.ztunnel-not-ready-on-node.down_other':
    '{{count}} pods run where ztunnel is not ready (node {{nodes}}), so their connections fail or bypass the mesh.',
  'reason.ztunnel-not-ready-on-node.pending_one':
    '1 pod waits for ztunnel to take it over (node {{nodes}}); until then its connections fail.',
  'reason.ztunnel-not-ready-on-node.pending_other':
    '{{count}} pods wait for ztunnel to take them over (node {{nodes}}); until then their connections fail.',
  'reason.cni-not-ready-on-node_one':
    '1 pod runs where istio-cni is not ready (node {{nodes}}), so nothing captures it.',
  'reason.cni-not-ready-on-node_other':
    '{{count}} pods run where istio-cni is not ready (node {{nodes}}), so nothing captures them.',
  'fix.restart-agent':
    'The platform team has to get {{part}} ready on node {{nodes}}. Starting its pod there anew is the first thing to try.',
  'fix.run-agent':
    'The platform team has to let {{part}} run on node {{nodes}}: its DaemonSet has no pod there.',
  'fix.node-gone':
    'Node {{nodes}} is not in the cluster any more. Kubernetes removes its pods by itself, within minutes.',
  'effect.restart-ztunnel':
    'Connections of all pods in ambient mode on node {{nodes}} break while {{part}} restarts.',
  'effect.restart-cni':
    'Connections stay. New pods wait on node {{nodes}} until {{part}} is ready there.',

  'reason.pod-predates-injection.not-captured_one':
    '1 pod is not captured, although ambient mode is asked for and istio-cni is ready on its node.',
  'reason.pod-predates-injection.not-captured_other':
    '{{count}} pods are not captured, although ambient mode is asked for and istio-cni is ready on their nodes.',
  'reason.pod-outlives-injection.sidecar_one':
    '1 pod still has a sidecar, and ambient mode leaves such pods alone.',
  'reason.pod-outlives-injection.sidecar_other':
    '{{count}} pods still have a sidecar, and ambient mode leaves such pods alone.',
  'reason.pod-outlives-injection.captured_one':
    '1 pod is still captured by ambient mode, but nothing asks for it any more.',
  'reason.pod-outlives-injection.captured_other':
    '{{count}} pods are still captured by ambient mode, but nothing asks for it any more.',
  'fix.restart.to-ambient_one':
    'Restart {{kind}} {{name}} to move this pod from its sidecar to ambient mode.',
  'fix.restart.to-ambient_other':
    'Restart {{kind}} {{name}} to move them from sidecars to ambient mode.',
  'fix.restart.out-of-ambient_one':
    'Restart {{kind}} {{name}} to take this pod out of ambient mode, or ask for it again.',
  'fix.restart.out-of-ambient_other':
    'Restart {{kind}} {{name}} to take them out of ambient mode, or ask for it again.',

  'reason.waypoint-missing.object':
    '{{kind}} {{name}} is to go through waypoint {{waypoint}}, which does not exist. It stays on layer 4: mTLS works, HTTP routes and rules do not.',
  'reason.waypoint-missing.namespace':
    'Namespace {{namespace}} is to go through waypoint {{waypoint}}, which does not exist. {{kind}} {{name}} stays on layer 4: mTLS works, HTTP routes and rules do not.',
  'reason.waypoint-missing.other-gateway':
    '{{kind}} {{name}} is to go through {{waypoint}}, a Gateway that is no waypoint. It stays on layer 4: mTLS works, HTTP routes and rules do not.',
  'reason.waypoint-not-attached.not-ready':
    'Waypoint {{waypoint}} is not ready. {{kind}} {{name}} stays on layer 4: mTLS works, HTTP routes and rules do not.',
  'reason.waypoint-not-attached.not-admitted':
    'Waypoint {{waypoint}} does not admit namespace {{namespace}}. {{kind}} {{name}} stays on layer 4: mTLS works, HTTP routes and rules do not.',
  'reason.waypoint-not-attached.other-traffic':
    'Waypoint {{waypoint}} is not meant for a {{traffic}} (istio.io/waypoint-for={{isFor}}). {{kind}} {{name}} stays on layer 4: mTLS works, HTTP routes and rules do not.',
  'fix.create-waypoint': 'Create waypoint {{waypoint}}.',
  'fix.object-no-waypoint':
    'Remove the label istio.io/use-waypoint from {{kind}} {{name}}, or name a waypoint that exists.',
  'fix.namespace-no-waypoint':
    'Remove the label istio.io/use-waypoint from namespace {{namespace}}, or name a waypoint that exists.',
  'fix.scale-waypoint': 'Scale waypoint {{waypoint}} up again.',
  'fix.restart-waypoint':
    'See why waypoint {{waypoint}} does not become ready. Starting its pods anew is the first thing to try.',
  'fix.wait-for-waypoint':
    'Nothing has made pods for waypoint {{waypoint}}. The platform team has to see that istiod runs.',
  'fix.admit-namespace':
    'Let waypoint {{waypoint}} admit namespace {{namespace}}.',
  'fix.waypoint-for-all':
    'Let waypoint {{waypoint}} handle services and workloads.',
  'effect.waypoint-starts':
    'One more proxy starts in the namespace; no other pod restarts.',
  'effect.at-once': 'Nothing restarts; it takes effect within seconds.',
  'fix.label-namespace-ambient':
    'Label namespace {{namespace}} to enrol it in ambient mode of Istio. Nothing has to be restarted.',

  'reason.version-skew.newer_one':
    '1 pod runs {{part}} {{version}}, which is newer than its istiod ({{istiod}}, revision {{revision}}). Istio does not support that.',
  'reason.version-skew.newer_other':
    '{{count}} pods run {{part}} {{version}}, which is newer than their istiod ({{istiod}}, revision {{revision}}). Istio does not support that.',
  'reason.version-skew.older_one':
    '1 pod runs {{part}} {{version}}, more than one minor version behind its istiod ({{istiod}}, revision {{revision}}).',
  'reason.version-skew.older_other':
    '{{count}} pods run {{part}} {{version}}, more than one minor version behind their istiod ({{istiod}}, revision {{revision}}).',
  'reason.version-unknown.istiod':
    'istiod of revision {{revision}} calls its version {{version}}, which the portal cannot compare with others.',

  'verify.redirection':
    'Which pods are captured by ambient mode (REDIRECTION enabled), and on which nodes:',
  'verify.ztunnel': 'What ztunnel knows of the pods:',
  'verify.waypoint': 'Whether the waypoint is programmed:',

  'verify.pods':
    'Which pods have the container istio-proxy, and of which revision:',
  'verify.istiod': 'Which proxies istiod knows:',
} as const satisfies Readonly<Record<string, string>>;
