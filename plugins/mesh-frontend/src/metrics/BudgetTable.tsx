import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { BudgetWindow, Objectives } from '@meshport/plugin-mesh-common';
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import WarningIcon from '@mui/icons-material/Warning';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { NARROW_TABLE_LAYOUT, NarrowLabel } from '../components/NarrowLabel';
import { useLocale } from '../hooks/useLocale';
import { useMeasure } from '../hooks/useMeasure';
import { meshTranslationRef } from '../translation';

/** Errors against what the objective allows: 1 is all of it. */
function BurnRate({ burnRate }: { burnRate: number }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const locale = useLocale();
  const isOver = burnRate > 1;
  const Icon = isOver ? WarningIcon : CheckCircleIcon;
  const words = () => {
    if (burnRate === 0) return t('budget.none');
    if (isOver) {
      const factor = new Intl.NumberFormat(locale, {
        maximumSignificantDigits: 2,
      });
      return t('budget.over', { factor: factor.format(burnRate) });
    }
    const share = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    return t('budget.within', {
      percent: t('unit.percent', {
        // Some errors are not "0 %" of what is allowed.
        value: share.format(Math.max(1, burnRate * 100)),
      }),
    });
  };
  return (
    <Box sx={{ display: 'flex', gap: 0.75 }}>
      <Icon
        aria-hidden
        fontSize="small"
        sx={{
          color: ({ palette }) =>
            isOver ? palette.status.warning : palette.status.ok,
        }}
      />
      {words()}
    </Box>
  );
}

/** The window, or what of it is known. */
function Window({ hours, knownHours }: BudgetWindow) {
  const { t } = useTranslationRef(meshTranslationRef);
  const locale = useLocale();
  if (knownHours === undefined) {
    return <>{t('budget.hours', { hours: String(hours) })}</>;
  }
  const known = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (
    <>
      {t('budget.hours', { hours: known.format(knownHours) })}
      <Typography variant="caption" color="text.secondary" component="div">
        {t('budget.known', { hours: String(hours) })}
      </Typography>
    </>
  );
}

/** How much of the errors that the objective allows was spent, over 1, 6 and 24 hours. */
export function BudgetTable(props: {
  budget: readonly BudgetWindow[];
  objective: Objectives['successRatio'];
}) {
  const { budget, objective } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const locale = useLocale();
  const format = useMeasure();
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  return (
    <>
      <Typography variant="body2" color="text.secondary">
        {t('budget.objective', {
          value: format('success', objective.value),
          from: t(`objectiveFrom.${objective.from}`),
        })}
      </Typography>
      <TableContainer sx={{ containerType: 'inline-size' }}>
        <Table
          size="small"
          aria-label={t('budget.title')}
          sx={NARROW_TABLE_LAYOUT}
        >
          <TableHead>
            <TableRow>
              <TableCell>{t('budget.window')}</TableCell>
              <TableCell align="right">{t('budget.requests')}</TableCell>
              <TableCell align="right">{t('budget.success')}</TableCell>
              <TableCell>{t('budget.spent')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {budget.map(window => (
              <TableRow key={window.hours}>
                <TableCell component="th" scope="row">
                  <Window {...window} />
                </TableCell>
                <TableCell align="right">
                  <NarrowLabel>{t('budget.requests')}</NarrowLabel>
                  {count.format(window.requests)}
                </TableCell>
                <TableCell align="right">
                  <NarrowLabel>{t('budget.success')}</NarrowLabel>
                  {format('success', window.successRatio)}
                </TableCell>
                <TableCell>
                  <BurnRate burnRate={window.burnRate} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </>
  );
}
