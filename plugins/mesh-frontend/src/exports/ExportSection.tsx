import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary, ExportView } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { FactList } from '../components/FactList';
import { Section } from '../components/Section';
import { meshTranslationRef } from '../translation';
import { displayNameOf } from '../view/names';
import { ExportStateBadge } from './ExportStateBadge';
import { ExportTargetView } from './ExportTargetView';
import { TargetReasons } from './TargetReasons';
import { useMechanismWord } from './useMechanismWord';

/** One export: how it is offered, and what became of it in each cluster. */
export function ExportSection(props: {
  exported: ExportView;
  clusters: readonly ClusterSummary[];
}) {
  const { exported, clusters } = props;
  const { namespace, name, from, mechanism, endpoints, to } = exported;
  const { reasons, hiddenTargets: hidden } = exported;
  const { t } = useTranslationRef(meshTranslationRef);
  const wordOf = useMechanismWord();
  const title = t('exports.offeredBy', {
    service: `${namespace}/${name}`,
    cluster: displayNameOf(clusters, from),
  });
  return (
    <Section title={title} aside={<ExportStateBadge state={exported.state} />}>
      <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
        <FactList
          facts={[
            [t('exports.mechanism'), wordOf(mechanism)],
            [
              t('exports.offered'),
              endpoints &&
                t('exports.readyOf', {
                  ready: String(endpoints.ready),
                  total: String(endpoints.total),
                }),
            ],
          ]}
        />
        {reasons.length > 0 && <TargetReasons reasons={reasons} />}
        <Box
          component="ul"
          sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}
        >
          {to.map(target => (
            <ExportTargetView
              key={target.cluster}
              {...{ exported, target, clusters }}
            />
          ))}
        </Box>
        {hidden !== undefined && (
          <Typography variant="body2" color="text.secondary">
            {t('exports.hidden', { count: hidden })}
          </Typography>
        )}
      </Box>
    </Section>
  );
}
