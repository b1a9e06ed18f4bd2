import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MeshInstallation } from '@meshport/plugin-mesh-common';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { HealthBadge } from '../../components/HealthBadge';
import { NARROW_TABLE_LAYOUT, NarrowLabel } from '../../components/NarrowLabel';
import { Word } from '../../components/Word';
import { meshTranslationRef } from '../../translation';

/** Revisions of the control plane and the tags that point to them. */
export function RevisionsTable(props: {
  revisions: MeshInstallation['revisions'];
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <TableContainer sx={{ containerType: 'inline-size' }}>
      <Table
        size="small"
        aria-label={t('cluster.revisions')}
        sx={NARROW_TABLE_LAYOUT}
      >
        <TableHead>
          <TableRow>
            <TableCell>
              <Word id="revision">{t('cluster.revision')}</Word>
            </TableCell>
            <TableCell>{t('cluster.version')}</TableCell>
            <TableCell>
              <Word id="tag">{t('cluster.tags')}</Word>
            </TableCell>
            <TableCell>{t('cluster.health')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {props.revisions.map(({ name, version, tags, health }) => (
            <TableRow key={name}>
              <TableCell component="th" scope="row">
                {name}
              </TableCell>
              <TableCell>
                <NarrowLabel>{t('cluster.version')}</NarrowLabel>
                {version ?? '–'}
              </TableCell>
              <TableCell>
                <NarrowLabel>{t('cluster.tags')}</NarrowLabel>
                {tags.join(', ') || '–'}
              </TableCell>
              <TableCell>
                <HealthBadge health={health} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
