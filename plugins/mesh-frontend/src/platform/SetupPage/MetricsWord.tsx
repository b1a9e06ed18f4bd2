import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { SetupCluster } from '@meshport/plugin-mesh-common';
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import HelpIcon from '@mui/icons-material/HelpOutline';
import SyncIcon from '@mui/icons-material/Sync';
import WarningIcon from '@mui/icons-material/Warning';
import Box from '@mui/material/Box';
import { IconWord } from '../../components/IconWord';
import { meshTranslationRef } from '../../translation';

type Metrics = NonNullable<SetupCluster['metrics']>;

/** Whether a metrics store has series of a cluster; `isLong` adds the label to look for. */
export function MetricsWord(props: { metrics: Metrics; isLong?: boolean }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { store, label, isFound } = props.metrics;
  if (store === undefined) {
    return (
      <IconWord Icon={HelpIcon} color="warning">
        {t('setup.storeUnknown')}
      </IconWord>
    );
  }
  if (isFound === undefined) {
    return (
      <IconWord Icon={SyncIcon} color="aborted">
        {t('setup.notAskedYet', { store })}
      </IconWord>
    );
  }
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', flexWrap: 'wrap', columnGap: 1 }}
    >
      <IconWord
        Icon={isFound ? CheckCircleIcon : WarningIcon}
        color={isFound ? 'ok' : 'warning'}
      >
        {t(isFound ? 'setup.inStore' : 'setup.notInStore', { store })}
      </IconWord>
      {/* As it stands in a query. */}
      {props.isLong && label && <span>{`${label.name}="${label.value}"`}</span>}
    </Box>
  );
}
