import { useTranslationRef } from '@backstage/frontend-plugin-api';
import InfoOutlinedIcon from '@mui/icons-material/InfoOutlined';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import type { ReactNode } from 'react';
import { JustUpdated } from '../../components/JustUpdated';
import { MtlsWord } from '../../components/MtlsWord';
import { RelativeTime } from '../../components/RelativeTime';
import { StatusBadge } from '../../components/StatusBadge';
import { Term } from '../../components/Term';
import { meshTranslationRef } from '../../translation';
import { useLinePlace } from '../../hooks/useLinePlace';
import { SERVICE_KIND, type ClusterLine } from '../../view/clusterLines';
import { isKnownMode, meshName } from '../../view/names';

/**
 * The list around the lines, whose columns they share where there is room. The name of
 * a service takes more of it than that of a cluster, and two lines anyway.
 */
export function linesLayout({ haveServiceNames = false }) {
  const [place, mesh] = haveServiceNames
    ? ['2.2fr', '0.9fr']
    : ['1fr', '1.5fr'];
  return {
    listStyle: 'none',
    m: 0,
    p: 0,
    '@container (min-width: 600px)': {
      display: 'grid',
      gridTemplateColumns: `minmax(6rem, ${place}) minmax(max-content, 1fr) minmax(6rem, ${mesh}) minmax(max-content, 0.5fr) minmax(max-content, 0.7fr) 2rem`,
      columnGap: 1,
    },
  } as const;
}

/** One line where there is room, two where the card is narrow. */
const LINE_LAYOUT = {
  position: 'relative',
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  columnGap: 2,
  minHeight: 36,
  py: 0.25,
  typography: 'body2',
  '@container (min-width: 600px)': {
    display: 'grid',
    gridColumn: '1 / -1',
    gridTemplateColumns: 'subgrid',
  },
} as const;

function MeshAndMode({ line }: { line: ClusterLine }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { mesh, mode, proxyVersions } = line.membership;
  if (!mesh) return <span />;
  return (
    <span>
      {meshName(mesh)}{' '}
      {isKnownMode(mode) ? (
        <Term meaning={t(`term.${mode}`)}>{t(`mode.${mode}`)}</Term>
      ) : (
        mode
      )}{' '}
      {proxyVersions.join(', ')}
    </span>
  );
}

function Place({ line }: { line: ClusterLine }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box component="span" sx={{ flexBasis: '100%' }}>
      <Box component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
        {line.isOneOfSeveral ? line.name : line.cluster.displayName}
      </Box>{' '}
      {line.isOneOfSeveral && (
        <Detail>
          {line.namespace}, {line.cluster.displayName}
        </Detail>
      )}
      {line.kind !== SERVICE_KIND && (
        <Detail>{t('card.noService', { kind: line.kind })}</Detail>
      )}
      {line.lastKnown?.observedAt && (
        <Detail>
          {t('freshness.asOf', {
            age: <RelativeTime time={line.lastKnown.observedAt} />,
          })}
        </Detail>
      )}
    </Box>
  );
}

function Detail({ children }: { children: ReactNode }) {
  return (
    <Box
      component="span"
      sx={{
        display: 'block',
        color: 'text.secondary',
        typography: 'caption',
      }}
    >
      {children}
    </Box>
  );
}

/** One cluster: state, mesh and version, pods enrolled of all, mTLS. */
export function ClusterLineRow(props: {
  line: ClusterLine;
  /** Without it the line has no button. */
  onShowHow?(line: ClusterLine): void;
}) {
  const { line, onShowHow } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const place = useLinePlace();
  const { state, pods } = line.membership;
  const podWords = t('pods', {
    enrolled: String(pods.enrolled),
    count: pods.total,
  });
  return (
    <Box component="li" sx={LINE_LAYOUT}>
      <Place line={line} />
      <StatusBadge state={state} />
      <MeshAndMode line={line} />
      <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {pods.total > 0 && podWords}
      </Box>
      {line.posture && pods.total > 0 ? (
        <span>
          <MtlsWord
            inbound={line.posture.inbound}
            decidedBy={line.posture.decidedBy}
          />
        </span>
      ) : (
        <span />
      )}
      {onShowHow && line.reasons.length > 0 && (
        <IconButton
          size="small"
          aria-label={t('card.showHowFor', {
            place: place(line),
            state: t(`state.${state}`),
          })}
          onClick={() => onShowHow(line)}
        >
          <InfoOutlinedIcon fontSize="small" />
        </IconButton>
      )}
      <JustUpdated signature={`${state} ${podWords}`} />
    </Box>
  );
}
