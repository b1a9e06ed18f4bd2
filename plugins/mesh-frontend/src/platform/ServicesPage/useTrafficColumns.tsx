import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ServiceSummary } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { HealthBadge } from '../../components/HealthBadge';
import type { Column } from '../../components/table/Column';
import { useMeasure } from '../../hooks/useMeasure';
import { TrafficCell, useTrafficWords } from '../../metrics/TrafficCell';
import { meshTranslationRef } from '../../translation';
import { hasNumbers } from '../../view/goldenState';
import type { MeasureKind } from '../../view/measures';

interface NumberColumn {
  readonly id: 'success' | 'p99';
  readonly kind: MeasureKind;
  read(service: ServiceSummary): number | undefined;
}

const NUMBERS: readonly NumberColumn[] = [
  {
    id: 'success',
    kind: 'success',
    read: ({ golden }) =>
      hasNumbers(golden) ? golden.successRatio : undefined,
  },
  {
    id: 'p99',
    kind: 'latency',
    read: ({ golden }) =>
      hasNumbers(golden) ? golden.latencyMs?.p99 : undefined,
  },
];

/** How the services are doing: health, and the golden metrics that make it. */
export function useTrafficColumns(): readonly Column<ServiceSummary>[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const format = useMeasure();
  const words = useTrafficWords();
  const numbers = NUMBERS.map(({ id, kind, read }): Column<ServiceSummary> => {
    const text = (service: ServiceSummary) => {
      const value = read(service);
      return value === undefined ? '' : format(kind, value);
    };
    return {
      id,
      title: t(`column.${id}`),
      sort: id,
      align: 'right',
      render: service => (
        <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
          {text(service)}
        </Box>
      ),
      text,
      code: service => String(read(service) ?? ''),
    };
  });
  return [
    {
      id: 'health',
      title: t('column.health'),
      sort: 'health',
      render: ({ health }) => <HealthBadge health={health} />,
      text: ({ health }) => t(`health.${health}`),
      code: ({ health }) => health,
    },
    {
      id: 'rate',
      title: t('column.rate'),
      sort: 'rate',
      align: 'right',
      render: ({ golden }) => <TrafficCell golden={golden} />,
      text: ({ golden }) => words(golden),
      code: ({ golden }) => String(golden.requestRate ?? ''),
    },
    ...numbers,
  ];
}
