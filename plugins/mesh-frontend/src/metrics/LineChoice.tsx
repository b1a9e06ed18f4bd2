import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { meshTranslationRef } from '../translation';
import { QUANTILES, type LineSource, type Quantile } from '../view/chartLines';

/** Several lines are compared by one quantile of their latency. */
function QuantileChoice(props: {
  quantile: Quantile;
  onQuantile(quantile: Quantile): void;
}) {
  const { quantile, onQuantile } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label={t('line.quantileChoice')}
      value={quantile}
      onChange={(_, value: Quantile | null) => value && onQuantile(value)}
    >
      {QUANTILES.map(one => (
        <ToggleButton
          key={one}
          value={one}
          sx={{ textTransform: 'none', py: 0.25 }}
        >
          {one}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** What is compared: the whole service, its clusters, their versions, its routes. */
export function LineChoice(props: {
  sources: readonly LineSource[];
  labelOf(source: LineSource): string;
  chosen: readonly string[];
  onChoose(ids: readonly string[]): void;
  quantile: Quantile;
  onQuantile(quantile: Quantile): void;
}) {
  const { sources, labelOf, chosen, onChoose, quantile, onQuantile } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  if (sources.length < 2) return null;
  const toggled = (id: string) =>
    chosen.includes(id) ? chosen.filter(one => one !== id) : [...chosen, id];
  return (
    <Box
      role="group"
      aria-label={t('line.compare')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
        typography: 'body2',
      }}
    >
      {t('line.compare')}
      {sources.map(source => (
        <FormControlLabel
          key={source.id}
          control={
            <Checkbox
              size="small"
              sx={{ py: 0.5 }}
              checked={chosen.includes(source.id)}
              // Without any line there is nothing to see.
              disabled={chosen.length === 1 && chosen[0] === source.id}
              onChange={() => onChoose(toggled(source.id))}
            />
          }
          label={labelOf(source)}
          componentsProps={{ typography: { variant: 'body2' } }}
        />
      ))}
      {chosen.length > 1 && <QuantileChoice {...{ quantile, onQuantile }} />}
    </Box>
  );
}
