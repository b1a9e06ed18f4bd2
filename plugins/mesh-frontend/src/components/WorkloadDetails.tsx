import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Membership, WorkloadView } from '@meshport/plugin-mesh-common';
import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useContext } from 'react';
import { useMeshModeWord } from '../hooks/useMeshModeWord';
import { meshTranslationRef } from '../translation';
import { isKnownMode, objectName } from '../view/names';
import { FactList } from './FactList';
import { KubernetesTab } from './KubernetesTab';
import { MtlsWord } from './MtlsWord';
import { NamespaceLink } from './NamespaceLink';
import { ReasonList } from './ReasonList';
import { StatusBadge } from './StatusBadge';
import { Term } from './Term';
import { VerifyCommands } from './VerifyCommands';
import { Word } from './Word';

/** State, mesh and pods of one entry, on one line. */
export function MembershipLine(props: {
  entry: Membership;
  /** The mode has its meaning on hover; not inside something that can be pressed. */
  explain?: boolean;
}) {
  const { entry, explain = false } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const meshMode = useMeshModeWord();
  const { state, mesh, mode, pods } = entry;
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
      }}
    >
      <StatusBadge state={state} />
      {mesh && (
        <span>
          {explain && isKnownMode(mode) ? (
            <Term meaning={t(`term.${mode}`)}>{meshMode(entry)}</Term>
          ) : (
            meshMode(entry)
          )}
        </span>
      )}
      <span>
        {t('pods', { enrolled: String(pods.enrolled), count: pods.total })}
      </span>
    </Box>
  );
}

/** All that is known of a workload in one mesh. */
function EntryDetails({ entry }: { entry: Membership }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { proxyVersions, waypoint, reasons, mesh, layer } = entry;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
      <FactList
        facts={[
          [
            t('status.handled'),
            mesh && (
              <Term key="layer" meaning={t(`term.${layer}`)}>
                {t(`layer.${layer}`)}
              </Term>
            ),
          ],
          [t('status.proxies'), proxyVersions.join(', ')],
          [
            <Word key="waypoint" id="waypoint">
              {t('status.waypoint')}
            </Word>,
            waypoint && objectName(waypoint),
          ],
        ]}
      />
      {reasons.length > 0 && <ReasonList reasons={reasons} />}
    </Box>
  );
}

/** mTLS, and the objects that decide it; identities; what the network does below. */
function PostureFacts({ posture }: Pick<WorkloadView, 'posture'>) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <FactList
      facts={[
        [
          t('status.mtls'),
          <MtlsWord
            key="mtls"
            inbound={posture.inbound}
            podsWithoutProxy={posture.podsWithoutProxy}
            decidedBy={posture.decidedBy}
          />,
        ],
        [t('status.decidedBy'), posture.decidedBy.map(objectName).join(', ')],
        [
          <Word key="identities" id="identity">
            {t('status.identities')}
          </Word>,
          posture.identities.join(', '),
        ],
        [
          t('status.encryption'),
          posture.encryption && t(`encryption.${posture.encryption}`),
        ],
      ]}
    />
  );
}

/** Where more is known of the workload than its mesh: its namespace, its pods and logs. */
function ElsewhereLinks({ workload: { ref } }: { workload: WorkloadView }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const kubernetesTab = useContext(KubernetesTab);
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 3,
        typography: 'body2',
      }}
    >
      {ref.namespace !== undefined && (
        <NamespaceLink cluster={ref.cluster} namespace={ref.namespace}>
          {t('status.namespace', { namespace: ref.namespace })}
        </NamespaceLink>
      )}
      {kubernetesTab && (
        <Link to={kubernetesTab}>{t('status.kubernetesTab')}</Link>
      )}
    </Box>
  );
}

/** One workload: its state at a glance, everything behind it on demand. */
export function WorkloadDetails({ workload }: { workload: WorkloadView }) {
  const { ref, membership, posture } = workload;
  const needsSomebody = membership.some(
    ({ state, reasons }) =>
      state !== 'idle' && (state !== 'enrolled' || reasons.length > 0),
  );
  // What could not be read may be why of both; it is said once.
  const said = membership.flatMap(({ reasons }) => reasons.map(r => r.code));
  const ofPosture = posture.reasons.filter(({ code }) => !said.includes(code));
  return (
    <Accordion
      variant="outlined"
      disableGutters
      defaultExpanded={needsSomebody}
      TransitionProps={{ unmountOnExit: true }}
    >
      <AccordionSummary expandIcon={<ExpandMoreIcon />}>
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            columnGap: 3,
          }}
        >
          <Typography component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
            {`${ref.kind} ${ref.name}`}
          </Typography>
          {membership.map(entry => (
            <MembershipLine key={entry.mesh} entry={entry} />
          ))}
        </Box>
      </AccordionSummary>
      <AccordionDetails sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        {membership.map(entry => (
          <EntryDetails key={entry.mesh} entry={entry} />
        ))}
        <PostureFacts posture={posture} />
        {ofPosture.length > 0 && <ReasonList reasons={ofPosture} />}
        <VerifyCommands verify={membership.flatMap(({ verify }) => verify)} />
        <ElsewhereLinks workload={workload} />
      </AccordionDetails>
    </Accordion>
  );
}
