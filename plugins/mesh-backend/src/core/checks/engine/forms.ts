import type { MeshProfile, RequestForm } from '@meshport/plugin-mesh-common';
import type {
  CheckContext,
  CheckSubject,
  Service,
} from '@meshport/plugin-mesh-node';
import { serviceKind } from '@meshport/plugin-mesh-node';

/** How the namespace is to join; undefined for every other request. */
export function joins(form: RequestForm): MeshProfile | undefined {
  return form.kind === 'namespace-onboard' ? form.profile : undefined;
}

export function joinsAmbient({ form }: CheckContext): boolean {
  return joins(form)?.mode === 'ambient';
}

/** Gets proxies into its pods. */
export function joinsWithProxies({ form }: CheckContext): boolean {
  return joins(form)?.mode === 'sidecar';
}

export function joinsLinkerd({ form }: CheckContext): boolean {
  return joins(form)?.mesh === 'linkerd';
}

/** Who leaves a mesh does not need it to be well, or to be there. */
export function comesToDependOnIt({ kind }: RequestForm): boolean {
  return kind === 'namespace-onboard' || kind === 'service-export';
}

/** The mesh that a request is about; undefined for restarts. */
export function meshOf(form: RequestForm): string | undefined {
  switch (form.kind) {
    case 'namespace-onboard':
      return form.profile.mesh;
    case 'namespace-offboard':
      return form.mesh;
    case 'service-export':
    case 'service-unexport':
      return form.mechanism === 'cilium-global' ? 'cilium' : 'linkerd';
    default:
      return undefined;
  }
}

export function installationOf({ form, meshes }: CheckContext) {
  const mesh = meshOf(form);
  return meshes.find(one => one.mesh === mesh);
}

export function titleOf(mesh: string): string {
  return mesh.charAt(0).toUpperCase() + mesh.slice(1);
}

/** Something is to be offered from the subject's cluster. */
export function offers(subject: CheckSubject, { form }: CheckContext): boolean {
  return subject.role === 'from' && form.kind === 'service-export';
}

export function serviceIn(
  { namespace, service }: CheckSubject,
  { snapshot }: Pick<CheckContext, 'snapshot'>,
): Service | undefined {
  return snapshot
    .kind(serviceKind)
    .items.find(
      ({ metadata }) =>
        metadata.namespace === namespace && metadata.name === service,
    );
}
