import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSet, Dependencies } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { VerdictNote } from '../metrics/VerdictNote';
import { meshTranslationRef } from '../translation';

/** "Is it me?" for each service that was asked for. */
export function Verdicts(props: {
  verdicts: Dependencies['verdicts'];
  sets: readonly ClusterSet[];
}) {
  const { verdicts, sets } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      {verdicts.map(verdict => {
        const { set, namespace, name } = verdict;
        return (
          <Box key={`${set}/${namespace}/${name}`}>
            {verdicts.length > 1 && (
              <Box sx={{ typography: 'body2', color: 'text.secondary' }}>
                {t('dependencies.verdictOf', {
                  service: `${namespace}/${name}`,
                  set: sets.find(one => one.name === set)?.title ?? set,
                })}
              </Box>
            )}
            <VerdictNote verdict={verdict} />
          </Box>
        );
      })}
    </>
  );
}
