/** What Linkerd's part of the model says: reasons, fixes, checks. */
export const linkerdMessages = {
  'reason.conflicting-labels.two-meshes':
    '{{kind}} {{name}} is asked into Linkerd and into Istio. Istio adds its proxy first, and Linkerd leaves such pods alone.',
  'reason.conflicting-labels.two-modes':
    "{{kind}} {{name}} is asked into Linkerd and into Istio's ambient mode, so that two meshes handle its traffic.",
  'reason.conflicting-labels.linkerd-value':
    '{{kind}} {{name}} asks for Linkerd, but namespace {{namespace}} says linkerd.io/inject={{value}}, which Linkerd does not understand and takes for a no.',
  'fix.linkerd-keep-namespace':
    'Keep to Linkerd: take the labels that ask for Istio off namespace {{namespace}}.',
  'fix.linkerd-keep-template':
    'Keep to Linkerd: take the labels that ask for Istio out of the pod template of {{kind}} {{name}}.',
  'fix.linkerd-leave-namespace':
    'Keep to Istio: take linkerd.io/inject off namespace {{namespace}}.',
  'fix.linkerd-leave-template':
    'Keep to Istio: take linkerd.io/inject out of the pod template of {{kind}} {{name}}.',
  'fix.linkerd-unannotate-namespace':
    'Take linkerd.io/inject off namespace {{namespace}}, so that its workloads decide, then restart those: running pods get a proxy only when they start again.',
  'effect.mesh-stays':
    'Nothing restarts. Pods that start keep to the mesh that they are in now.',
  'effect.next-start-own':
    'Nothing restarts. Pods whose own template asks for a proxy get one when they next start.',

  'fix.linkerd-not-asked':
    'Take linkerd.io/inject out of the pod template of {{kind}} {{name}}, or have Linkerd installed.',

  'reason.namespace-ignored-by-mesh.linkerd':
    'Namespace {{namespace}} asks for Linkerd, but Linkerd never adds proxies to this namespace.',
  'reason.namespace-ignored-by-mesh.linkerd-label':
    'Namespace {{namespace}} asks for Linkerd, but its label {{label}}=disabled keeps Linkerd away.',
  'fix.linkerd-admit-namespace':
    'Remove the label {{label}} from namespace {{namespace}}, then restart its workloads: running pods get a proxy only when they start again.',
  'fix.linkerd-ignored-namespace':
    'Take linkerd.io/inject off namespace {{namespace}}; run what needs the mesh in another namespace.',
  'fix.linkerd-ignored-template':
    'Take linkerd.io/inject out of the pod template of {{kind}} {{name}}, or run it in another namespace.',

  'reason.pod-opted-out.linkerd':
    'The pod template of {{kind}} {{name}} says linkerd.io/inject=disabled.',
  'reason.pod-opted-out.linkerd-value':
    'The pod template of {{kind}} {{name}} says linkerd.io/inject={{value}}, which Linkerd does not understand and takes for a no.',
  'fix.linkerd-opt-in':
    'Remove linkerd.io/inject from the pod template of {{kind}} {{name}}, if it belongs in the mesh.',

  'reason.pod-has-old-revision.linkerd-version_one':
    "1 pod still has Linkerd's proxy {{actual}}; the injector now adds {{asked}}.",
  'reason.pod-has-old-revision.linkerd-version_other':
    "{{count}} pods still have Linkerd's proxy {{actual}}; the injector now adds {{asked}}.",
  'reason.pod-has-old-revision.linkerd-trust-root_one':
    "1 pod still trusts Linkerd's former root certificates; proxies that trust only the new ones cannot talk to it once the old ones are gone.",
  'reason.pod-has-old-revision.linkerd-trust-root_other':
    "{{count}} pods still trust Linkerd's former root certificates; proxies that trust only the new ones cannot talk to them once the old ones are gone.",

  'reason.namespace-not-labelled.linkerd-disabled':
    'Namespace {{namespace}} says linkerd.io/inject=disabled.',
  'reason.namespace-not-labelled.linkerd-other-value':
    'Namespace {{namespace}} says linkerd.io/inject={{value}}, which Linkerd does not understand; only "enabled" and "ingress" switch injection on.',
  'reason.namespace-not-labelled.linkerd-namespace-label':
    'Namespace {{namespace}} has linkerd.io/inject as a label, where it does nothing: Linkerd reads the annotation.',
  'reason.namespace-not-labelled.linkerd-template-label':
    'The pod template of {{kind}} {{name}} has linkerd.io/inject as a label, where it does nothing: Linkerd reads the annotation.',
  'fix.linkerd-annotate-namespace':
    'Annotate namespace {{namespace}} to enrol it in Linkerd, then restart its workloads: running pods get a proxy only when they start again.',
  'fix.linkerd-move-namespace-label':
    'Make the label of namespace {{namespace}} an annotation, then restart its workloads: running pods get a proxy only when they start again.',
  'fix.linkerd-move-template-label':
    'Make the label in the pod template of {{kind}} {{name}} an annotation.',

  'verify.linkerd-pods':
    'Which pods have the container linkerd-proxy, and of which version:',
  'verify.linkerd-check': 'What Linkerd itself says of the proxies:',
} as const satisfies Readonly<Record<string, string>>;
