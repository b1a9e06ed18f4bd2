import type { ExportMechanism } from '@meshport/plugin-mesh-common';
import { patchOf, phaseOf, serviceRef } from './changes';
import { exportGlobally, unexportGlobally } from './ciliumGlobal';
import type { Render, RenderedPhase } from './Rendered';

/** Labels by which Linkerd's service mirrors choose Services (2.18 and later). */
const LINKERD_LABELS: Readonly<
  Partial<Record<ExportMechanism, readonly [key: string, value: string]>>
> = {
  'linkerd-mirror': ['mirror.linkerd.io/exported', 'true'],
  'linkerd-federated': ['mirror.linkerd.io/federated', 'member'],
};

interface Offer {
  readonly mechanism: ExportMechanism;
  readonly namespace: string;
  readonly service: string;
  readonly from: string[];
}

/** Undefined where the mechanism is none of Linkerd's. */
function labelled(
  form: Offer,
  isOffered: boolean,
): RenderedPhase[] | undefined {
  const label = LINKERD_LABELS[form.mechanism];
  if (!label) return undefined;
  const [key, value] = label;
  const id = isOffered ? 'export' : 'unexport';
  const waitFor = `${id}ed`;
  const labels = { [key]: isOffered ? value : undefined };
  return [
    {
      ...phaseOf(id, id, { waitFor }),
      changes: form.from.map(name =>
        patchOf(serviceRef(name, form), 'labels', labels),
      ),
    },
  ];
}

/** A service is offered to other clusters. */
export const renderServiceExport: Render<'service-export'> = (
  form,
  snapshots,
) => labelled(form, true) ?? exportGlobally(form, snapshots);

/** A service is offered to other clusters no more. */
export const renderServiceUnexport: Render<'service-unexport'> = (
  form,
  snapshots,
) => labelled(form, false) ?? unexportGlobally(form, snapshots);
