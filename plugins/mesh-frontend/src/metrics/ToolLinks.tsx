import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary, ToolLink } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { meshTranslationRef } from '../translation';
import type { Zoom } from '../view/metricsSpan';
import { displayNameOf } from '../view/names';
import { linkAt } from '../view/toolLinks';

/** As their makers write them. */
const TOOL_NAMES: Readonly<Record<ToolLink['tool'], string>> = {
  grafana: 'Grafana',
  kiali: 'Kiali',
  hubbleUi: 'Hubble UI',
  jaeger: 'Jaeger',
  tempo: 'Tempo',
  linkerdViz: 'Linkerd Viz',
  consulUi: 'Consul UI',
  prometheus: 'Prometheus',
};

/** The same service and time in other tools. */
export function ToolLinks(props: {
  links: readonly ToolLink[];
  clusters: readonly ClusterSummary[];
  shown: Zoom;
}) {
  const { links, clusters, shown } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  if (links.length === 0) return null;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1.5,
        typography: 'body2',
      }}
    >
      {t('metrics.openIn')}
      <Box
        component="ul"
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 1.5,
          listStyle: 'none',
          m: 0,
          p: 0,
        }}
      >
        {links.map(({ tool, cluster, url }) => (
          <li key={`${tool}/${cluster}`}>
            <Link to={linkAt(url, shown)}>
              {t('metrics.openInTool', {
                tool: TOOL_NAMES[tool],
                cluster: displayNameOf(clusters, cluster),
              })}
            </Link>
          </li>
        ))}
      </Box>
    </Box>
  );
}
