import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Footprint, MeshInstallation } from '@meshport/plugin-mesh-common';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { NARROW_TABLE_LAYOUT, NarrowLabel } from '../../components/NarrowLabel';
import { meshTranslationRef } from '../../translation';
import { bytes, cores, footprintSum, percent } from '../../view/units';

function cellsOf(row: ReturnType<typeof footprintSum>): string[] {
  const { pods, cpuMillicores, memoryBytes, shareOfAllocatable } = row;
  return [
    String(pods),
    cores(cpuMillicores),
    bytes(memoryBytes),
    shareOfAllocatable === undefined ? '–' : percent(shareOfAllocatable),
  ];
}

/** What the meshes themselves ask for, by part, and what that is of the nodes. */
export function FootprintTable(props: {
  footprint: readonly Footprint[];
  meshes: readonly MeshInstallation[];
}) {
  const { footprint, meshes } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const titleOf = (mesh: string) =>
    meshes.find(one => one.mesh === mesh)?.title ?? mesh;
  const titles = [
    t('footprint.pods'),
    t('footprint.cpu'),
    t('footprint.memory'),
    t('footprint.share'),
  ];
  const rows = [
    ...footprint.map(part => ({
      name: `${titleOf(part.mesh)}: ${t(`footprint.${part.part}`)}`,
      cells: cellsOf(footprintSum([part])),
    })),
    { name: t('footprint.sum'), cells: cellsOf(footprintSum(footprint)) },
  ];
  return (
    <TableContainer sx={{ containerType: 'inline-size' }}>
      <Table
        size="small"
        aria-label={t('cluster.footprint')}
        sx={NARROW_TABLE_LAYOUT}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('footprint.part')}</TableCell>
            {titles.map(title => (
              <TableCell key={title} align="right">
                {title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(({ name, cells }) => (
            <TableRow key={name}>
              <TableCell component="th" scope="row">
                {name}
              </TableCell>
              {cells.map((cell, index) => (
                <TableCell key={titles[index]} align="right">
                  <NarrowLabel>{titles[index]}</NarrowLabel>
                  {cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
