import type { EntityMesh } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { HiddenCount } from '../components/HiddenCount';
import { HiddenInstances } from '../components/HiddenInstances';
import { ExportSections } from './ExportSections';
import { NoExports } from './NoExports';

/** What of an entity can be used in other clusters. */
export function ExportsPanel({ answer }: { answer: EntityMesh }) {
  const { services, clusters, hidden } = answer;
  const exported = services.flatMap(service => service.exports);
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      {exported.length === 0 && <NoExports />}
      <ExportSections exports={exported} clusters={clusters} />
      <HiddenInstances services={services} />
      <HiddenCount count={hidden} />
    </Box>
  );
}
