import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster, ClusterSet } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { ClusterLink } from '../../components/ClusterLink';
import { ClusterStatusBadge } from '../../components/ClusterStatusBadge';
import {
  NARROW_TABLE,
  NARROW_TABLE_LAYOUT,
  NarrowLabel,
} from '../../components/NarrowLabel';
import { meshTranslationRef } from '../../translation';
import { NoClusters } from '../NoClusters';
import { isRead } from '../../view/isRead';
import { meshColumns, type MeshColumn } from '../../view/meshColumns';
import { MeshCell } from './MeshCell';
import { NetworkCell } from './NetworkCell';

function ClusterCell({ cluster }: { cluster: Cluster }) {
  return (
    <TableCell component="th" scope="row" sx={{ minWidth: '6.5rem' }}>
      <ClusterLink name={cluster.name} displayName={cluster.displayName} />
      <Typography variant="caption" component="div">
        <ClusterStatusBadge status={cluster.status} />
      </Typography>
    </TableCell>
  );
}

function SetRow({ set, columns }: { set: ClusterSet; columns: number }) {
  return (
    <TableRow>
      <TableCell
        component="th"
        scope="rowgroup"
        colSpan={columns}
        sx={{ typography: 'overline', color: 'text.secondary' }}
      >
        {set.title}
      </TableCell>
    </TableRow>
  );
}

/** Where a row is a block of its own, what is not there needs no line. */
const NO_ROOM = { [NARROW_TABLE]: { '&&': { display: 'none' } } };

function isInstalled({ meshes }: Cluster, { id }: MeshColumn): boolean {
  return meshes.some(({ mesh }) => mesh === id);
}

function ClusterRow(props: {
  cluster: Cluster;
  meshes: readonly MeshColumn[];
}) {
  const { cluster, meshes } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <TableRow hover>
      <ClusterCell cluster={cluster} />
      <TableCell>
        <NarrowLabel>{t('overview.network')}</NarrowLabel>
        <NetworkCell cluster={cluster} brief />
      </TableCell>
      {meshes.map(mesh => (
        <TableCell key={mesh.id} sx={isInstalled(cluster, mesh) ? {} : NO_ROOM}>
          <NarrowLabel>{mesh.title}</NarrowLabel>
          <MeshCell cluster={cluster} mesh={mesh.id} />
        </TableCell>
      ))}
      <TableCell align="right">
        <NarrowLabel>{t('overview.pods')}</NarrowLabel>
        <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
          {isRead(cluster)
            ? t('overview.meshedPods', {
                meshed: String(cluster.counts.meshedPods),
                pods: String(cluster.counts.pods),
              })
            : t('overview.notKnownYet')}
        </Box>
      </TableCell>
    </TableRow>
  );
}

/** Clusters as rows, by set; the network and each mesh that runs anywhere as columns. */
export function ClusterMatrix(props: {
  sets: readonly ClusterSet[];
  clusters: readonly Cluster[];
}) {
  const { sets, clusters } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const meshes = meshColumns(clusters);
  if (clusters.length === 0) {
    return <NoClusters />;
  }
  return (
    <TableContainer sx={{ containerType: 'inline-size' }}>
      <Table
        size="small"
        aria-label={t('overview.matrix')}
        sx={NARROW_TABLE_LAYOUT}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('overview.cluster')}</TableCell>
            <TableCell>{t('overview.network')}</TableCell>
            {meshes.map(mesh => (
              <TableCell key={mesh.id}>{mesh.title}</TableCell>
            ))}
            <TableCell align="right">{t('overview.pods')}</TableCell>
          </TableRow>
        </TableHead>
        {sets.map(set => (
          <TableBody key={set.name}>
            {sets.length > 1 && (
              <SetRow set={set} columns={meshes.length + 3} />
            )}
            {clusters
              .filter(cluster => cluster.set === set.name)
              .map(cluster => (
                <ClusterRow
                  key={cluster.name}
                  cluster={cluster}
                  meshes={meshes}
                />
              ))}
          </TableBody>
        ))}
      </Table>
    </TableContainer>
  );
}
