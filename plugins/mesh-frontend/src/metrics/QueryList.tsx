import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSummary,
  ServiceQueries,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useId, useState } from 'react';
import { CommandBlock } from '../components/CommandBlock';
import { meshTranslationRef } from '../translation';
import type { Zoom } from '../view/metricsSpan';
import { displayNameOf, meshName } from '../view/names';
import { storeLink } from '../view/toolLinks';

const QUERIES = ['requestRate', 'successRatio', 'latency', 'tcp'] as const;

function Query(props: {
  what: string;
  query: string;
  store: string;
  shown: Zoom;
}) {
  const { what, query, store, shown } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const address = storeLink(store, query, shown);
  return (
    <Box sx={{ display: 'grid', gap: 0.5, minWidth: 0 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2 }}>
        <Typography variant="body2">{what}</Typography>
        {address && (
          <Link to={address} variant="body2">
            {t('golden.openStore')}
          </Link>
        )}
      </Box>
      <CommandBlock text={query} what={what} />
    </Box>
  );
}

/** The exact queries behind the numbers, by cluster; shown on demand. */
export function QueryList(props: {
  queries: readonly ServiceQueries[];
  clusters: readonly ClusterSummary[];
  shown: Zoom;
}) {
  const { queries, clusters, shown } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Box sx={{ display: 'grid', gap: 1, justifyItems: 'start', minWidth: 0 }}>
      <Button
        size="small"
        variant="outlined"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {open ? t('golden.hideQuery') : t('golden.query')}
      </Button>
      {open && (
        <Box
          id={id}
          sx={{ display: 'grid', gap: 2, minWidth: 0, justifySelf: 'stretch' }}
        >
          <Typography variant="body2">{t('golden.queryIntro')}</Typography>
          {queries.map(one => (
            <Box
              key={`${one.cluster}/${one.mesh}`}
              sx={{ display: 'grid', gap: 1, minWidth: 0 }}
            >
              <Typography variant="subtitle2" component="p">
                {t('metrics.queriesOf', {
                  cluster: displayNameOf(clusters, one.cluster),
                  mesh: meshName(one.mesh),
                })}
              </Typography>
              {QUERIES.map(name => {
                const query = one[name];
                return (
                  query !== undefined && (
                    <Query
                      key={name}
                      what={t(`metrics.query.${name}`)}
                      store={one.store}
                      {...{ query, shown }}
                    />
                  )
                );
              })}
            </Box>
          ))}
        </Box>
      )}
    </Box>
  );
}
