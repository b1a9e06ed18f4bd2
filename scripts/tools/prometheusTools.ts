import { debianTool } from './debianProgram.ts';

const prometheusPackage = {
  package: 'prometheus',
  programs: ['prometheus', 'promtool'],
  // The first that keeps native histograms.
  oldest: [2, 40],
} as const;

const RELEASES =
  'download a release for this machine (https://prometheus.io/download), which has both prometheus and promtool';

export const prometheusTool = debianTool({
  ...prometheusPackage,
  name: 'prometheus',
  variable: 'PROMETHEUS',
  howToGet: `Prometheus is not here: ${RELEASES}, and put it on PATH or set PROMETHEUS to its path.`,
});

export const promtoolTool = debianTool({
  ...prometheusPackage,
  name: 'promtool',
  variable: 'PROMTOOL',
  howToGet: `promtool is not here: ${RELEASES}, and put it on PATH or set PROMTOOL to its path.`,
});

/** For the suites that ask whether every query means the same there. */
export const victoriaMetricsTool = debianTool({
  name: 'victoria-metrics',
  package: 'victoria-metrics',
  programs: ['victoria-metrics'],
  variable: 'VICTORIA_METRICS',
  howToGet:
    'VictoriaMetrics is not here: download a release (https://github.com/VictoriaMetrics/VictoriaMetrics/releases) and set VICTORIA_METRICS to the path of its program.',
});
