import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EntityMesh } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CommandBlock } from '../../components/CommandBlock';
import { ResponsiveDialog } from '../../components/ResponsiveDialog';
import { meshTranslationRef } from '../../translation';
import { displayNameOf } from '../../view/names';

/** The query behind the numbers of each cluster. */
export function QueryDialog(props: {
  open: boolean;
  answer: EntityMesh;
  onClose(): void;
}) {
  const { open, answer, onClose } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const queries = answer.services.flatMap(({ instances }) =>
    instances.flatMap(({ cluster, namespace, name, golden }) =>
      golden.query === undefined
        ? []
        : [
            {
              id: `${cluster}/${namespace}/${name}`,
              title: t('golden.queryOf', {
                cluster: displayNameOf(answer.clusters, cluster),
                what: `${namespace}/${name}`,
              }),
              query: golden.query,
            },
          ],
    ),
  );
  return (
    <ResponsiveDialog open={open} title={t('check.title')} onClose={onClose}>
      <Typography variant="body2">{t('golden.queryIntro')}</Typography>
      {queries.map(({ id, title, query }) => (
        <Box
          key={id}
          component="section"
          sx={{ display: 'grid', gap: 1, minWidth: 0 }}
        >
          <Typography
            variant="subtitle2"
            component="h3"
            sx={{ m: 0, fontWeight: 'fontWeightBold' }}
          >
            {title}
          </Typography>
          <CommandBlock text={query} what={title} />
        </Box>
      ))}
    </ResponsiveDialog>
  );
}
