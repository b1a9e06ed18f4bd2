import { systemClock } from '../../../../plugins/mesh-backend/src/io/clock';
import { InMemoryMetricsSource } from '../../../../plugins/mesh-backend/src/io/prometheus/InMemoryMetricsSource';
import { startPrometheus } from './PrometheusStore';
import { counter } from './series';
import { describeMetricsSource, QUERIES } from './source.suite';

describe('A metrics store in memory', () => {
  describeMetricsSource(async at => {
    const source = new InMemoryMetricsSource('main', systemClock)
      .answer(QUERIES.infinite, {
        samples: [{ labels: { kind: 'west' }, value: Infinity }],
      })
      .answer(QUERIES.notANumber, { samples: [{ labels: {}, value: NaN }] })
      .answer(QUERIES.refused, 'rejected')
      .answer(QUERIES.steps, {
        series: [
          {
            labels: {},
            points: [120, 60, 0].map(
              seconds => [at / 1000 - seconds, 6] as const,
            ),
          },
        ],
      });
    return { source, stop: async () => {} };
  });
});

describe('A real Prometheus', () => {
  describeMetricsSource(at =>
    startPrometheus([counter('requests_total', {}, 1)], at / 1000),
  );
});
