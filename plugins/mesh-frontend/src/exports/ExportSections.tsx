import type { ClusterSummary, ExportView } from '@meshport/plugin-mesh-common';
import { ExportSection } from './ExportSection';

function keyOf({ set, namespace, name, mechanism, from }: ExportView): string {
  return [set, namespace, name, mechanism, from].join('/');
}

/** Exports one below the other; nothing where there are none. */
export function ExportSections(props: {
  exports: readonly ExportView[];
  clusters: readonly ClusterSummary[];
}) {
  return (
    <>
      {props.exports.map(exported => (
        <ExportSection
          key={keyOf(exported)}
          exported={exported}
          clusters={props.clusters}
        />
      ))}
    </>
  );
}
