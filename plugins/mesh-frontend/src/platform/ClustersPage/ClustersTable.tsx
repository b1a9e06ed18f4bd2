import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster, ClusterSet } from '@meshport/plugin-mesh-common';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { ClusterStatusBadge } from '../../components/ClusterStatusBadge';
import { NARROW_TABLE_LAYOUT, NarrowLabel } from '../../components/NarrowLabel';
import { clusterRouteRef } from '../../routes';
import { meshTranslationRef } from '../../translation';
import { bytes, cores, footprintSum } from '../../view/units';

function ClusterRow({ cluster, set }: { cluster: Cluster; set: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const clusterRoute = useRouteRef(clusterRouteRef);
  const { counts } = cluster;
  const footprint = footprintSum(cluster.footprint);
  const cells: readonly [string, string][] = [
    [t('clusters.set'), set],
    [t('clusters.kubernetes'), cluster.kubernetesVersion ?? ''],
    [t('clusters.meshes'), cluster.meshes.map(one => one.title).join(', ')],
    [t('clusters.services'), String(counts.services)],
    [
      t('overview.pods'),
      t('overview.meshedPods', {
        meshed: String(counts.meshedPods),
        pods: String(counts.pods),
      }),
    ],
    [
      t('clusters.footprint'),
      cluster.footprint.length > 0
        ? `${cores(footprint.cpuMillicores)} CPU, ${bytes(
            footprint.memoryBytes,
          )}`
        : '',
    ],
  ];
  return (
    <TableRow hover>
      <TableCell component="th" scope="row">
        {clusterRoute ? (
          <Link to={clusterRoute({ cluster: cluster.name })}>
            {cluster.displayName}
          </Link>
        ) : (
          cluster.displayName
        )}
      </TableCell>
      <TableCell>
        <NarrowLabel>{t('clusters.status')}</NarrowLabel>
        <ClusterStatusBadge status={cluster.status} />
      </TableCell>
      {cells.map(([title, value]) => (
        <TableCell key={title}>
          <NarrowLabel>{title}</NarrowLabel>
          {value || '–'}
        </TableCell>
      ))}
    </TableRow>
  );
}

/** One row per cluster, in the configured order. */
export function ClustersTable(props: {
  sets: readonly ClusterSet[];
  clusters: readonly Cluster[];
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const titleOf = (name: string) =>
    props.sets.find(set => set.name === name)?.title ?? name;
  const titles = [
    t('overview.cluster'),
    t('clusters.status'),
    t('clusters.set'),
    t('clusters.kubernetes'),
    t('clusters.meshes'),
    t('clusters.services'),
    t('overview.pods'),
    t('clusters.footprint'),
  ];
  return (
    <TableContainer sx={{ containerType: 'inline-size' }}>
      <Table
        size="small"
        aria-label={t('clusters.title')}
        sx={NARROW_TABLE_LAYOUT}
      >
        <TableHead>
          <TableRow>
            {titles.map(title => (
              <TableCell key={title}>{title}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {props.clusters.map(cluster => (
            <ClusterRow
              key={cluster.name}
              cluster={cluster}
              set={titleOf(cluster.set)}
            />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
