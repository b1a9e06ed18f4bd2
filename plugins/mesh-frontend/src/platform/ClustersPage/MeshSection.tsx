import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MeshInstallation } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { FactList } from '../../components/FactList';
import { HealthBadge } from '../../components/HealthBadge';
import { ReasonList } from '../../components/ReasonList';
import { Section } from '../../components/Section';
import { Word, type LabelWord } from '../../components/Word';
import { useModeWord } from '../../hooks/useModeWord';
import { meshTranslationRef } from '../../translation';
import { FeatureList } from './FeatureList';
import { RevisionsTable } from './RevisionsTable';

/** Parts that are words of the glossary, by the id that answers have for them. */
const PART_WORDS: readonly LabelWord[] = ['ztunnel', 'cni', 'gateway'];

function PartName({ part }: { part: string }) {
  const word = PART_WORDS.find(id => id === part);
  return word ? <Word id={word}>{part}</Word> : <>{part}</>;
}

/** One mesh in the cluster: control plane, data plane, features, identity. */
export function MeshSection(props: {
  installation: MeshInstallation;
  enrolledPods: number;
}) {
  const { installation, enrolledPods } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const modeWord = useModeWord();
  const { versions, modes, parts, features, revisions } = installation;
  return (
    <Section
      title={installation.title}
      aside={<HealthBadge health={installation.health} />}
    >
      <Box sx={{ display: 'grid', gap: 2 }}>
        {installation.reasons.length > 0 && (
          <ReasonList reasons={installation.reasons} />
        )}
        <FactList
          facts={[
            [t('cluster.versions'), versions.join(', ')],
            [t('cluster.modes'), modes.map(modeWord).join(', ')],
            [t('overview.pods'), String(enrolledPods)],
            ...parts.map(
              ({ part, ready, wanted, versions: of }) =>
                [
                  <PartName key={part} part={part} />,
                  t('cluster.partReady', {
                    ready: String(ready),
                    count: wanted,
                    versions: of.join(', '),
                  }),
                ] as const,
            ),
            [
              <Word key="trust" id="trustDomain">
                {t('cluster.trustDomain')}
              </Word>,
              installation.trustDomain,
            ],
            [
              <Word key="id" id="meshId">
                {t('cluster.meshId')}
              </Word>,
              installation.meshId,
            ],
            [
              <Word key="network" id="network">
                {t('cluster.meshNetwork')}
              </Word>,
              installation.network,
            ],
          ]}
        />
        {revisions.length > 0 && <RevisionsTable revisions={revisions} />}
        {features.length > 0 && <FeatureList features={features} />}
      </Box>
    </Section>
  );
}
