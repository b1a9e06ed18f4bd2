import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  EntityMesh,
  ServiceMetrics,
  ServiceView,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useId, useState } from 'react';
import { HealthBadge } from '../../components/HealthBadge';
import { GoldenNumbers } from '../../metrics/GoldenNumbers';
import { GoldenRemark } from '../../metrics/GoldenRemark';
import { GoldenWindow } from '../../metrics/GoldenWindow';
import { HealthReasons } from '../../metrics/HealthReasons';
import { InstanceNumbers } from '../../metrics/InstanceNumbers';
import { VerdictNote } from '../../metrics/VerdictNote';
import { meshTranslationRef } from '../../translation';
import { hasNumbers } from '../../view/goldenState';

/** Instances that have traffic of their own: what stands for others has none. */
function countedInstances({ instances }: ServiceView) {
  const own = instances.filter(({ kind }) => kind === 'local');
  return own.length > 0 ? own : instances;
}

function Clusters(props: { service: ServiceView; answer: EntityMesh }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const [open, setOpen] = useState(false);
  const id = useId();
  const instances = countedInstances(props.service);
  return (
    <div>
      <Link
        component="button"
        type="button"
        variant="body2"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {t('golden.perCluster', { count: instances.length })}
      </Link>
      {open && (
        <div id={id}>
          <InstanceNumbers
            instances={instances}
            clusters={props.answer.clusters}
          />
        </div>
      )}
    </div>
  );
}

/** The same service of several sets is one. */
function countServices({ services }: EntityMesh): number {
  return new Set(services.map(({ namespace, name }) => `${namespace}/${name}`))
    .size;
}

/** One service of one cluster set: how it is, its numbers, and where they come from. */
export function ServiceBlock(props: {
  service: ServiceView;
  answer: EntityMesh;
  /** With the course of the last hour; undefined until it is there. */
  hour?: ServiceMetrics;
}) {
  const { service, answer, hour } = props;
  const { golden, health, healthReasons, objectives, verdict } = service;
  const { t } = useTranslationRef(meshTranslationRef);
  const set =
    answer.sets.find(({ name }) => name === service.set)?.title ?? service.set;
  const isOneOfSeveral = countServices(answer) > 1;
  const title = isOneOfSeveral
    ? t('golden.serviceIn', { service: service.name, set })
    : set;
  return (
    <Box
      component="section"
      // The card beside it has a region for each set, too.
      aria-label={t('golden.region', { title })}
      sx={{ display: 'grid', gap: 1, minWidth: 0 }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 2,
        }}
      >
        <Typography
          variant="subtitle2"
          component="h4"
          sx={{ m: 0, fontWeight: 'fontWeightBold', overflowWrap: 'anywhere' }}
        >
          {title}
        </Typography>
        <HealthBadge health={health} />
        <Box sx={{ ml: 'auto' }}>
          <GoldenWindow golden={golden} />
        </Box>
      </Box>
      {verdict?.place !== 'fine' && (
        <VerdictNote verdict={verdict} health={health} />
      )}
      <HealthReasons reasons={healthReasons} said={golden.reason} />
      {hasNumbers(golden) && (
        <GoldenNumbers
          golden={golden}
          objectives={objectives}
          hour={hour?.series[0]?.points ?? {}}
        />
      )}
      <GoldenRemark golden={golden} />
      {golden.state !== 'not-configured' && (
        <Clusters service={service} answer={answer} />
      )}
    </Box>
  );
}
