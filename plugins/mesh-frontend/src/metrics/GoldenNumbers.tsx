import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Golden,
  Objectives,
  SeriesPoints,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { useMeasure } from '../hooks/useMeasure';
import { meshTranslationRef } from '../translation';
import { QUANTILES } from '../view/chartLines';
import { GoldenTile } from './GoldenTile';

/** The course of each number; undefined where none is to be drawn. */
type Hour = SeriesPoints | undefined;

const MEANINGS = {
  p50: 'golden.p50Meaning',
  p95: 'golden.p95Meaning',
  p99: 'golden.p99Meaning',
} as const;

const COURSES = { p50: 'p50Ms', p95: 'p95Ms', p99: 'p99Ms' } as const;

/** Without a course in the answer there is an empty one, which keeps the place. */
function course(hour: Hour, name: keyof SeriesPoints) {
  return hour && (hour[name] ?? []);
}

function HttpTiles(props: {
  golden: Golden;
  objectives: Objectives;
  hour: Hour;
}) {
  const { golden, objectives, hour } = props;
  const { requestRate, successRatio, latencyMs } = golden;
  const { t } = useTranslationRef(meshTranslationRef);
  const format = useMeasure();
  const { successRatio: success, p99Ms: p99 } = objectives;
  return (
    <>
      {requestRate !== undefined && (
        <GoldenTile
          name={t('golden.requests')}
          kind="requests"
          value={requestRate}
          hour={course(hour, 'requestRate')}
        />
      )}
      {successRatio !== undefined && (
        <GoldenTile
          name={t('golden.success')}
          kind="success"
          value={successRatio}
          hour={course(hour, 'successRatio')}
          objective={t('objective.success', {
            value: format('success', success.value),
            from: t(`objectiveFrom.${success.from}`),
          })}
        />
      )}
      {latencyMs &&
        QUANTILES.map(quantile => (
          <GoldenTile
            key={quantile}
            name={t(`golden.${quantile}`)}
            meaning={t(MEANINGS[quantile])}
            kind="latency"
            value={latencyMs[quantile]}
            hour={course(hour, COURSES[quantile])}
            objective={
              quantile === 'p99' &&
              t('objective.p99', {
                value: format('latency', p99.value),
                from: t(`objectiveFrom.${p99.from}`),
              })
            }
          />
        ))}
    </>
  );
}

function TcpTiles({ tcp, hour }: { tcp: Golden['tcp']; hour: Hour }) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (!tcp) return null;
  const tiles = [
    ['connections', 'connections', 'connectionsPerSecond'],
    ['received', 'bytes', 'receivedBytesPerSecond'],
    ['sent', 'bytes', 'sentBytesPerSecond'],
  ] as const;
  return (
    <>
      {tiles.map(([name, kind, field]) => (
        <GoldenTile
          key={name}
          name={t(`golden.${name}`)}
          kind={kind}
          value={tcp[field]}
          hour={course(hour, field)}
        />
      ))}
    </>
  );
}

/**
 * The numbers that there are, and only those: a service that nobody counts requests of
 * has no success here. Bytes stand for themselves only where there are no requests.
 */
export function GoldenNumbers(props: {
  golden: Golden;
  objectives: Objectives;
  /** Course of each number over the last hour; `{}` while it is loaded. */
  hour?: SeriesPoints;
}) {
  const { golden, objectives, hour } = props;
  const hasHttp = golden.requestRate !== undefined;
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns:
          'repeat(auto-fit, minmax(min(6.75rem, 100%), 1fr))',
        columnGap: 2,
        rowGap: 1,
      }}
    >
      {hasHttp ? (
        <HttpTiles {...{ golden, objectives, hour }} />
      ) : (
        <TcpTiles tcp={golden.tcp} hour={hour} />
      )}
    </Box>
  );
}
