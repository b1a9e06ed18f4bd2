import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/core-components';
import type { Dependencies } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { VerdictNote } from '../metrics/VerdictNote';
import { meshTranslationRef } from '../translation';
import { healthRank } from './callRanking';
import { useEndName } from './useEndName';
import { useEndPage } from './useEndPage';

type Told = Dependencies['verdicts'][number];
type Calls = Pick<Dependencies, 'nodes' | 'edges' | 'focus'>;

/** How the service is doing in the cluster where that is worst. */
function healthOf({ set, namespace, name }: Told, { nodes }: Calls) {
  return nodes
    .filter(
      node =>
        node.set === set && node.namespace === namespace && node.name === name,
    )
    .map(({ health }) => health)
    .sort((a, b) => healthRank(a) - healthRank(b))[0];
}

/** The way to whom the verdict names, unless that is the page itself. */
function Named({ verdict, calls }: { verdict: Told; calls: Calls }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const nameOf = useEndName();
  const pageOf = useEndPage();
  const edge = calls.edges.find(({ id }) => id === verdict.edge);
  const node = calls.nodes.find(({ id }) => id === edge?.to);
  const page = node && pageOf(node);
  if (!page || calls.focus.includes(node.id)) return null;
  // In a sentence its colour alone does not make it a link.
  return (
    <Link to={page} underline="always">
      {t('verdict.open', { service: nameOf(node) })}
    </Link>
  );
}

/** "Is it me?" for each service that was asked for. */
export function Verdicts({
  answer,
}: {
  answer: Calls & Pick<Dependencies, 'verdicts' | 'sets'>;
}) {
  const { verdicts, sets } = answer;
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
            <VerdictNote verdict={verdict} health={healthOf(verdict, answer)}>
              <Named verdict={verdict} calls={answer} />
            </VerdictNote>
          </Box>
        );
      })}
    </>
  );
}
