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
    'Label namespace {{namespace}} with a revision that exists: {{revision}}.',
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
    'The platform team has to bring istiod of revision {{revision}} back. Do not restart {{kind}} {{name}} before: its pods might not start.',
  'fix.bring-back-istiod.no-pods':
    'The platform team has to bring istiod of revision {{revision}} back.',
  'fix.scale-istiod':
    'The platform team has to scale istiod of revision {{revision}} up again. Do not restart {{kind}} {{name}} before: its pods might not start.',
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

  'reason.part-of-the-mesh.control-plane':
    '{{kind}} {{name}} runs the mesh itself and needs no proxy.',
  'reason.part-of-the-mesh.gateway':
    '{{kind}} {{name}} is a gateway of the mesh: all of it is a proxy, and its listeners decide who may connect.',
  'reason.mode-not-read':
    "Namespace {{namespace}} asks for Istio's {{mode}} mode, which the portal cannot read.",

  'reason.control-plane-down.scaled-to-zero':
    'istiod of revision {{revision}} is scaled to zero in cluster {{cluster}}.',
  'reason.control-plane-down.not-available':
    'istiod of revision {{revision}} is not running in cluster {{cluster}}: none of {{wanted}} replicas is available.',
  'reason.control-plane-down.gone':
    'The injector of Istio revision {{revision}} is still set up in cluster {{cluster}}, but no istiod answers behind it.',
  'reason.control-plane-degraded':
    'istiod of revision {{revision}} has {{available}} of {{wanted}} replicas available in cluster {{cluster}}.',

  'verify.pods':
    'Which pods have the container istio-proxy, and of which revision:',
  'verify.istiod': 'Which proxies istiod knows:',
} as const satisfies Readonly<Record<string, string>>;
