import type { RequestForm } from '@meshport/plugin-mesh-common';
import { renderNamespaceOffboard } from './namespaceOffboard';
import { renderNamespaceOnboard } from './namespaceOnboard';
import type { Render, RenderedPhase, Snapshots } from './Rendered';
import { renderServiceExport, renderServiceUnexport } from './serviceExport';
import { renderWorkloadRestart } from './workloadRestart';

/** How forms become changes, by kind. */
const RENDERERS: { readonly [Kind in RequestForm['kind']]: Render<Kind> } = {
  'namespace-onboard': renderNamespaceOnboard,
  'namespace-offboard': renderNamespaceOffboard,
  'service-export': renderServiceExport,
  'service-unexport': renderServiceUnexport,
  'workload-restart': renderWorkloadRestart,
};

/** What has to be done for a form, in order. Phases can be empty. */
export function renderForm(
  form: RequestForm,
  snapshots: Snapshots,
): RenderedPhase[] {
  // The form's own kind chooses its renderer; the compiler cannot follow that.
  const render = RENDERERS[form.kind] as Render;
  return render(form as never, snapshots);
}
