import { CopyTextButton } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { SetupCluster } from '@meshport/plugin-mesh-common';
import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { MeshText } from '../../components/MeshText';
import { NARROW_TABLE_LAYOUT, NarrowLabel } from '../../components/NarrowLabel';
import { meshTranslationRef } from '../../translation';
import { isReadKind } from '../../view/setup';

type Kind = SetupCluster['kinds'][0];

/** The rule for this kind alone, to copy. */
function MissingRule({ part, text }: { part: string; text: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      {' '}
      {t('setup.copyRule')}
      <CopyTextButton
        text={text}
        tooltipText={t('copy.copied')}
        aria-label={t('copy.label', { what: t('setup.ruleFor', { part }) })}
        variant="tertiary"
      />
    </>
  );
}

function KindRow({ kind }: { kind: Kind }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { part, status, objects, reason, manifest } = kind;
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        {part}
      </TableCell>
      <TableCell>
        <NarrowLabel>{t('clusters.status')}</NarrowLabel>
        {t(`sourceStatus.${status}`)}
      </TableCell>
      <TableCell align="right">
        <NarrowLabel>{t('setup.objects')}</NarrowLabel>
        {objects}
      </TableCell>
      <TableCell>
        {reason && <MeshText text={reason} />}
        {manifest && <MissingRule part={part} text={manifest} />}
      </TableCell>
    </TableRow>
  );
}

/** Every kind of object that is watched, those in trouble first; open if there are some. */
export function KindsTable({ kinds }: { kinds: readonly Kind[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const troubled = kinds.filter(kind => !isReadKind(kind));
  const read = kinds.filter(({ status }) => status === 'live').length;
  const rows = [...troubled, ...kinds.filter(isReadKind)];
  return (
    <Accordion
      variant="outlined"
      disableGutters
      defaultExpanded={troubled.length > 0}
      TransitionProps={{ unmountOnExit: true }}
    >
      <AccordionSummary expandIcon={<ExpandMoreIcon />}>
        {troubled.length > 0
          ? t('setup.kindsTroubled', {
              count: troubled.length,
              all: String(kinds.length),
            })
          : t('setup.kindsFine', {
              read: String(read),
              count: kinds.length - read,
            })}
      </AccordionSummary>
      <AccordionDetails>
        <TableContainer sx={{ containerType: 'inline-size' }}>
          <Table
            size="small"
            aria-label={t('setup.kinds')}
            sx={NARROW_TABLE_LAYOUT}
          >
            <TableHead>
              <TableRow>
                <TableCell>{t('setup.kind')}</TableCell>
                <TableCell>{t('clusters.status')}</TableCell>
                <TableCell align="right">{t('setup.objects')}</TableCell>
                <TableCell>{t('setup.why')}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {rows.map(kind => (
                <KindRow key={kind.part} kind={kind} />
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      </AccordionDetails>
    </Accordion>
  );
}
