/** What checks of requests say, and what is to be done then. */
export const checksMessages = {
  'check.cluster-not-live':
    '{{cluster}} is {{status}}, so what would change there is not known. Nothing is changed until it answers again.',
  'check.cluster-not-live.gone':
    "The portal knows no cluster {{cluster}}. It may have been removed from the portal's configuration.",
  'check.cluster-not-live.remedy':
    'Bring the connection to {{cluster}} back, or leave the cluster out of the request.',
  'check.object-unreadable':
    '{{object}} in {{cluster}} could not be read: {{reason}}',
  'check.object-unreadable.remedy':
    "Let the portal's account get {{object}} in {{cluster}}, or try again when the cluster answers.",
  'check.namespace-missing':
    'There is no namespace {{namespace}} in {{cluster}}.',
  'check.namespace-missing.remedy':
    'Create namespace {{namespace}} in {{cluster}}, or leave the cluster out of the request.',
  'check.namespace-terminating':
    'Namespace {{namespace}} in {{cluster}} is being deleted.',
  'check.namespace-terminating.remedy':
    'Wait until it is gone, and ask for the namespace that replaces it.',
  'check.namespace-reserved':
    '{{mesh}} leaves namespace {{namespace}} alone, whatever its labels say.',
  'check.namespace-reserved.mesh':
    'Namespace {{namespace}} in {{cluster}} holds a part of a mesh itself.',
  'check.namespace-reserved.remedy':
    'Ask for another namespace: move what is to be in the mesh out of {{namespace}}.',
  'check.namespace-ignored':
    'The portal is configured to ignore namespace {{namespace}}, so it could not see what becomes of a change.',
  'check.namespace-ignored.remedy':
    'Take {{namespace}} off mesh.ignore.namespaces, or change it without the portal.',
  'check.namespace-protected':
    'The platform team has protected namespace {{namespace}} from requests.',
  'check.namespace-protected.remedy':
    'Talk to the platform team. It can take {{namespace}} off mesh.requests.protected.namespaces.',
  'check.namespace-without-owner':
    'Nobody is known to own namespace {{namespace}} in {{cluster}}: nobody is told of the change, and only the platform team can let restarts run.',
  'check.namespace-without-owner.remedy':
    'Annotate the namespace with its owner, or match an entity of the catalog with something in it.',
  'check.already-enrolled':
    'Namespace {{namespace}} in {{cluster}} asks for {{mesh}} in exactly this way already.',
  'check.already-enrolled.remedy':
    'Leave the cluster out of the request. If pods are missing in the mesh, ask for a restart of their workloads.',
  'check.not-enrolled':
    'Namespace {{namespace}} in {{cluster}} does not ask for {{mesh}} in this way.',
  'check.not-enrolled.remedy':
    'Leave the cluster out of the request. Pods that still have proxies lose them at a restart.',
  'check.conflicting-declarations':
    'Namespace {{namespace}} in {{cluster}} asks for {{mesh}} ({{mode}}) already. Both at once redirect the same connections.',
  'check.conflicting-declarations.remedy':
    'Off-board {{namespace}} from {{mesh}} ({{mode}}) first.',
  'check.mesh-not-installed': '{{mesh}} is not installed in {{cluster}}.',
  'check.mesh-not-installed.mode':
    '{{mesh}} in {{cluster}} has no {{mode}} mode.',
  'check.mesh-not-installed.remedy':
    'Install {{mesh}} in {{cluster}}, or leave the cluster out of the request.',
  'check.mesh-unhealthy': '{{mesh}} in {{cluster}} is {{health}}. {{reason}}',
  'check.mesh-unhealthy.unknown':
    'How {{mesh}} in {{cluster}} is doing could not be found out.',
  'check.mesh-unhealthy.remedy':
    'Mend {{mesh}} in {{cluster}} first; the page of the cluster says what is wrong.',
  'check.revision-not-found':
    'Istio in {{cluster}} has no revision or tag {{revision}}. It has {{known}}.',
  'check.revision-not-found.remedy':
    'Choose one of {{known}}, or let the platform team tag a revision as {{revision}}.',
  'check.cni-exclusive':
    'Cilium in {{cluster}} is exclusive: it removes the CNI plugin of the mesh, so pods start without being redirected.',
  'check.cni-exclusive.unknown':
    'Cilium runs in {{cluster}}, and its ConfigMap cilium-config is not there, so its settings are not known.',
  'check.cni-exclusive.remedy':
    "Set cni.exclusive=false in Cilium's Helm values, and restart its agents.",
  'check.socket-lb-in-pods':
    'Cilium in {{cluster}} replaces addresses of Services inside of pods, before the mesh sees them: rules for Services, and mirrors, have no effect.',
  'check.socket-lb-in-pods.unknown':
    'Cilium runs in {{cluster}}, and its ConfigMap cilium-config is not there, so its settings are not known.',
  'check.socket-lb-in-pods.remedy':
    "Set socketLB.hostNamespaceOnly=true in Cilium's Helm values, and restart its agents. kube-proxy replacement can stay on.",
  'check.bpf-masquerade':
    'Cilium in {{cluster}} masquerades with eBPF, which breaks the probes of pods in ambient mode.',
  'check.bpf-masquerade.unknown':
    'Cilium runs in {{cluster}}, and its ConfigMap cilium-config is not there, so its settings are not known.',
  'check.bpf-masquerade.remedy':
    "Set bpf.masquerade=false in Cilium's Helm values, and restart its agents.",
  'check.node-agent-not-ready':
    '{{agent}} is ready on {{ready}} of {{wanted}} nodes of {{cluster}}. Pods on the others would not get into the mesh.',
  'check.node-agent-not-ready.remedy':
    'Bring {{agent}} back on every node of {{cluster}}.',
  'check.gateway-api-missing':
    'The Gateway API is not installed in {{cluster}}, so there can be no waypoint.',
  'check.gateway-api-missing.class':
    '{{cluster}} has no GatewayClass istio-waypoint, so nobody would make the waypoint.',
  'check.gateway-api-missing.remedy':
    'Install the CRDs of the Gateway API in {{cluster}}; istiod makes the class istio-waypoint then. Or ask for ambient mode without a waypoint.',
  'check.waypoint-name-taken':
    'Gateway waypoint in {{namespace}} of {{cluster}} is of class {{gatewayClass}}. It would be turned into a waypoint.',
  'check.waypoint-name-taken.remedy':
    'Give the Gateway another name, or ask for ambient mode without a waypoint.',
  'check.mesh-port-blocked':
    '{{policies}} keeps port {{port}} of {{workload}} in {{cluster}} shut. Once it is in the mesh, nobody would reach it.',
  'check.mesh-port-blocked.remedy':
    "Let port {{port}} in beside the application's own port.",
  'check.probes-blocked':
    '{{policies}} lets no probes of kubelet reach {{workload}} in {{cluster}}: in ambient mode they come from 169.254.7.127.',
  'check.probes-blocked.remedy': 'Let 169.254.7.127/32 in.',
  'check.host-network':
    "{{workload}} in {{cluster}} is on the host's network and stays out of the mesh.",
  'check.host-network.remedy':
    'Leave it so, or take hostNetwork off its template if it does not need it.',
  'check.server-first-port':
    'Service {{name}} in {{cluster}} has port {{port}}, on which the server seems to speak first. Linkerd would wait for the client until a timeout.',
  'check.server-first-port.remedy':
    'Add {{port}} to the opaque ports of the request, beside those that are opaque by default.',
  'check.policies-take-effect':
    '{{policy}} in {{namespace}} of {{cluster}} has had no effect so far. It starts to apply with the mesh.',
  'check.policies-take-effect.remedy':
    'Read {{policy}}: does it allow everybody who has to get through?',
  'check.linkerd-policies-take-effect':
    'Server {{name}} in {{namespace}} of {{cluster}} has had no effect so far. It starts to apply with the mesh, and refuses whom no authorization allows.',
  'check.linkerd-policies-take-effect.remedy':
    'Read Server {{name}} and its authorizations: do they allow everybody who has to get through?',
  'check.callers-outside-mesh':
    '{{caller}} calls {{target}} and is not in {{mesh}}. With strict mTLS it would be refused.',
  'check.callers-outside-mesh.unknown':
    'Some callers in {{cluster}} could not be told by name, so whether they are in the mesh is not known.',
  'check.callers-outside-mesh.remedy':
    'Enrol the caller first, or make mTLS permissive for {{target}} until it is.',
  'check.pod-security-forbids-init':
    'Namespace {{namespace}} in {{cluster}} enforces Pod Security level {{level}}, and {{mesh}} has no CNI plugin there: its init container needs NET_ADMIN, so no pod would start.',
  'check.pod-security-forbids-init.remedy':
    'Install the CNI plugin of {{mesh}} in {{cluster}}, or use ambient mode.',
  'check.quota-exceeded':
    'ResourceQuota {{name}} in {{namespace}} of {{cluster}} has {{used}} of {{hard}} {{resource}} in use: the proxies do not fit.',
  'check.quota-exceeded.remedy':
    'Raise the quota, or lower what the proxies ask for.',
  'check.restart-without-effect':
    '{{workload}} in {{cluster}} is paused, or replaces pods only when they are deleted: a restart leaves its pods as they are.',
  'check.restart-without-effect.remedy':
    'Resume {{workload}}, or delete its pods one by one.',
  'check.workload-missing':
    'There is no {{workload}} in {{namespace}} of {{cluster}}.',
  'check.workload-missing.remedy': 'Leave it out of the request.',
  'check.strict-mtls-after-leaving':
    'PeerAuthentication {{name}} in {{place}} of {{cluster}} is strict. Once {{target}} has left, its calls to what that covers are refused.',
  'check.strict-mtls-after-leaving.remedy':
    'Make it permissive first if {{target}} calls anything that it covers.',
  'check.service-missing':
    'There is no Service {{name}} in {{namespace}} of {{cluster}}.',
  'check.service-missing.remedy':
    'Leave {{cluster}} out of the clusters that offer the service.',
  'check.service-headless':
    'Service {{name}} in {{namespace}} of {{cluster}} is headless: by {{mechanism}} it is not reached as it is here.',
  'check.service-headless.remedy':
    'Offer a Service with an address of its own over the same pods.',
  'check.service-external-name':
    'Service {{name}} in {{namespace}} of {{cluster}} is only another name for {{host}}: it has no endpoints to offer.',
  'check.service-external-name.remedy':
    'Make the same ExternalName Service in the other clusters.',
  'check.service-without-selector':
    'Service {{name}} in {{namespace}} of {{cluster}} selects no pods: somebody else makes its endpoints.',
  'check.service-without-selector.remedy':
    'Make sure that whoever makes its endpoints goes on to.',
  'check.port-mismatch':
    'Service {{name}} in {{namespace}} has other ports in {{cluster}} than in {{others}}: callers there would not reach it.',
  'check.port-mismatch.remedy':
    'Give the Service the same ports in every cluster.',
  'check.link-missing':
    '{{mesh}} does not connect {{cluster}} with {{other}}, or the connection is down: the service would not arrive.',
  'check.link-missing.unknown':
    'Whether {{mesh}} connects {{cluster}} with {{other}} could not be found out.',
  'check.link-missing.remedy':
    'Link {{cluster}} with {{other}} first; the page of links says how they are.',
  'check.already-exported':
    'Service {{name}} in {{namespace}} of {{cluster}} is offered by {{mechanism}} already.',
  'check.already-exported.remedy':
    'Nothing is to be done for {{cluster}}. The exports of the service say where it has arrived and why not.',
  'check.not-exported':
    'Service {{name}} in {{namespace}} of {{cluster}} is not offered by {{mechanism}}.',
  'check.not-exported.remedy': 'Leave {{cluster}} out of the request.',
  'check.consumers-lose-service':
    '{{caller}} calls Service {{name}} from another cluster, and would lose it.',
  'check.consumers-lose-service.remedy': 'Let it call something else first.',
  'check.writer-is-operator':
    '{{object}} in {{namespace}} of {{cluster}} is made by an operator from {{parent}}, which would undo the change. Set it in {{field}} of {{parent}} instead.',
  'check.writer-is-operator.unknown':
    '{{object}} in {{namespace}} of {{cluster}} is made by an operator from {{parent}}, which would undo the change. The place for it is {{parent}}.',
  'check.writer-is-operator.remedy':
    'Change {{parent}}; its operator carries that over to {{object}}.',
  'check.writer-suspended':
    '{{writer}}, which applies {{object}} in {{cluster}}, is suspended: a change would not arrive.',
  'check.writer-suspended.unknown':
    '{{writer}}, by which Flux applies {{object}}, is not in {{cluster}}, so whether it is suspended is not known.',
  'check.writer-suspended.remedy': 'Resume {{writer}} first.',
  'check.writer-failing':
    '{{writer}}, which applies {{object}} in {{cluster}}, is failing: a change would not arrive.',
  'check.writer-failing.unknown':
    '{{writer}}, by which Flux applies {{object}}, is not in {{cluster}}, so how it is doing is not known.',
  'check.writer-failing.remedy':
    'Mend {{writer}} first; its status says what is wrong.',
  'check.global-service-invisible-to-mesh':
    'Cilium in {{cluster}} does not write endpoints of other clusters into EndpointSlices: callers in {{meshes}} would see none of Service {{name}}.',
  'check.global-service-invisible-to-mesh.asked':
    'Service {{name}} in {{namespace}} of {{cluster}} does not ask Cilium for EndpointSlices of other clusters: callers in {{meshes}} would see none.',
  'check.global-service-invisible-to-mesh.remedy':
    "Set clustermesh.enableEndpointSliceSynchronization=true in Cilium's Helm values of {{cluster}} if it is off, and annotate the Service there. Or offer it through the mesh.",
  'check.policies-lose-effect':
    'AuthorizationPolicy {{name}} in {{namespace}} of {{cluster}} is enforced by the mesh: once the namespace has left, everybody gets through.',
  'check.policies-lose-effect.remedy':
    'Replace it by a NetworkPolicy first, or accept that it has no effect any more.',
  'check.workload-opts-out':
    'The template of {{workload}} in {{cluster}} opts out: its pods stay out of the mesh.',
  'check.workload-opts-out.remedy':
    'Leave it so, or take the opt-out off the template of {{workload}}.',
  'check.namespace-reserved.webhooks-disabled':
    'The label config.linkerd.io/admission-webhooks keeps Linkerd away from namespace {{namespace}} in {{cluster}}.',
} as const satisfies Readonly<Record<string, string>>;
