import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary } from '@meshport/plugin-mesh-common';
import { meshTranslationRef } from '../translation';
import type { ChartLine, LineSource } from '../view/chartLines';
import { displayNameOf } from '../view/names';

/** What pages call the lines of charts. */
export interface LineLabels {
  source(source: LineSource): string;
  /** `alone`: all lines of the chart are of one source, which then goes unsaid. */
  line(line: ChartLine, alone: boolean): string;
}

/** Names lines by what tells them apart: cluster, version, route, quantile. */
export function useLineLabels(clusters: readonly ClusterSummary[]): LineLabels {
  const { t } = useTranslationRef(meshTranslationRef);
  const source = ({ series }: LineSource): string => {
    const { scope, version = '', route = '' } = series;
    const cluster = series.cluster && displayNameOf(clusters, series.cluster);
    if (scope === 'version') {
      return cluster
        ? t('line.version', { cluster, version })
        : t('line.versionAnywhere', { version });
    }
    if (scope === 'route') {
      return cluster
        ? t('line.routeIn', { cluster, route })
        : t('line.route', { route });
    }
    return cluster ?? t('line.service');
  };
  const part = (name: NonNullable<ChartLine['part']>): string =>
    name === 'received' || name === 'sent' ? t(`line.${name}`) : name;
  return {
    source,
    line: (line, alone) => {
      if (!line.part) return source(line.source);
      return alone
        ? part(line.part)
        : t('line.quantile', {
            line: source(line.source),
            part: part(line.part),
          });
    },
  };
}
