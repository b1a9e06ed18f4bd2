import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  MetricsAnswer,
  ServiceMetrics,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { BelowHeading, Heading } from '../components/Heading';
import { HealthBadge } from '../components/HealthBadge';
import { Section } from '../components/Section';
import type { TimeMark } from '../components/charts/TimeChart';
import { meshTranslationRef } from '../translation';
import { hasNumbers } from '../view/goldenState';
import type { Zoom } from '../view/metricsSpan';
import { BudgetTable } from './BudgetTable';
import { FailureList } from './FailureList';
import { GoldenNumbers } from './GoldenNumbers';
import { GoldenRemark } from './GoldenRemark';
import { GoldenWindow } from './GoldenWindow';
import { HealthReasons } from './HealthReasons';
import { InstanceNumbers } from './InstanceNumbers';
import { MetricsCharts } from './MetricsCharts';
import { QueryList } from './QueryList';
import { ToolLinks } from './ToolLinks';
import { VerdictNote } from './VerdictNote';

function Part(props: { title: string; children: ReactNode }) {
  return (
    <Box
      component="section"
      sx={{ display: 'grid', alignContent: 'start', gap: 1, minWidth: 0 }}
    >
      <Heading>{props.title}</Heading>
      <BelowHeading>{props.children}</BelowHeading>
    </Box>
  );
}

/** How it is now (or was at the chosen time), before the charts say how it came. */
function State({
  service,
  answer,
}: {
  service: ServiceMetrics;
  answer: MetricsAnswer;
}) {
  const { golden, objectives, instances } = service;
  return (
    <>
      <VerdictNote verdict={service.verdict} health={service.health} />
      <HealthReasons reasons={service.healthReasons} said={golden.reason} />
      {hasNumbers(golden) && (
        <GoldenNumbers golden={golden} objectives={objectives} />
      )}
      <GoldenRemark golden={golden} />
      {instances.length > 1 && (
        <InstanceNumbers instances={instances} clusters={answer.clusters} />
      )}
    </>
  );
}

/** Why requests failed; nothing where nobody counts them. */
function Failures({ golden }: Pick<ServiceMetrics, 'golden'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (golden.successRatio === undefined || !hasNumbers(golden)) return null;
  return (
    <Part title={t('failure.title')}>
      <FailureList golden={golden} />
    </Part>
  );
}

/** One service of one cluster set: verdict, numbers, charts, budget, and how to check. */
export function ServiceMetricsSection(props: {
  service: ServiceMetrics;
  answer: MetricsAnswer;
  /** ms since 1970 */
  times: readonly number[];
  shown: Zoom;
  marks: readonly TimeMark[];
  onZoom(zoom: Zoom): void;
}) {
  const { service, answer, times, shown, marks, onZoom } = props;
  const { clusters, sets } = answer;
  const { t } = useTranslationRef(meshTranslationRef);
  const set = sets.find(({ name }) => name === service.set);
  return (
    <Section
      title={t('metrics.serviceIn', {
        service: `${service.namespace}/${service.name}`,
        set: set?.title ?? service.set,
      })}
      aside={
        <>
          <HealthBadge health={service.health} />
          <GoldenWindow golden={service.golden} />
        </>
      }
    >
      <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        <State service={service} answer={answer} />
        {times.length > 0 && (
          <MetricsCharts
            {...{ service, times, shown, marks, clusters, onZoom }}
            beside={<Failures golden={service.golden} />}
          />
        )}
        {service.budget.length > 0 && (
          <Part title={t('budget.title')}>
            <BudgetTable
              budget={service.budget}
              objective={service.objectives.successRatio}
            />
          </Part>
        )}
        {service.queries.length > 0 && (
          <Part title={t('card.checkItYourself')}>
            <QueryList queries={service.queries} {...{ clusters, shown }} />
          </Part>
        )}
        <ToolLinks links={service.links} {...{ clusters, shown }} />
      </Box>
    </Section>
  );
}
