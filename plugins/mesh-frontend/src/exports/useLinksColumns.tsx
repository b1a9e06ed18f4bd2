import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary, Link } from '@meshport/plugin-mesh-common';
import { ClusterLink } from '../components/ClusterLink';
import type { Column } from '../components/table/Column';
import { useMeshSentence } from '../hooks/useMeshText';
import { meshTranslationRef } from '../translation';
import { displayNameOf, meshName } from '../view/names';
import { LinkStateBadge } from './LinkStateBadge';
import { TargetReasons } from './TargetReasons';
import { useMechanismWord } from './useMechanismWord';

function useEndColumns(
  clusters: readonly ClusterSummary[],
): readonly Column<Link>[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const toText = ({ to, unresolved }: Link) =>
    unresolved
      ? t('links.unresolved', { name: to })
      : displayNameOf(clusters, to);
  return [
    {
      id: 'from',
      title: t('links.from'),
      sort: 'from',
      isName: true,
      render: ({ from }) => (
        <ClusterLink name={from} displayName={displayNameOf(clusters, from)} />
      ),
      text: ({ from }) => displayNameOf(clusters, from),
    },
    {
      id: 'to',
      title: t('links.to'),
      sort: 'to',
      render: link =>
        link.unresolved ? (
          toText(link)
        ) : (
          <ClusterLink name={link.to} displayName={toText(link)} />
        ),
      text: toText,
    },
  ];
}

/** The columns of the list of links. */
export function useLinksColumns(
  clusters: readonly ClusterSummary[],
): readonly Column<Link>[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const sentence = useMeshSentence();
  const wordOf = useMechanismWord();
  const trustWord = ({ sharedTrust }: Link) => {
    if (sharedTrust === 'unknown') return t('links.trustWord.unknown');
    return t(sharedTrust ? 'links.trustWord.true' : 'links.trustWord.false');
  };
  return [
    ...useEndColumns(clusters),
    {
      id: 'state',
      title: t('links.state'),
      sort: 'state',
      render: ({ state }) => <LinkStateBadge state={state} />,
      text: ({ state }) => t(`linkState.${state}`),
      code: ({ state }) => state,
    },
    {
      id: 'mesh',
      title: t('links.mesh'),
      sort: 'mesh',
      render: ({ mesh }) => meshName(mesh),
      text: ({ mesh }) => meshName(mesh),
    },
    {
      id: 'mechanism',
      title: t('links.mechanism'),
      render: ({ mechanism }) => wordOf(mechanism),
      text: ({ mechanism }) => wordOf(mechanism),
      code: ({ mechanism }) => mechanism,
    },
    {
      id: 'services',
      title: t('links.services'),
      sort: 'services',
      align: 'right',
      render: ({ services }) => services,
      text: ({ services }) => String(services),
    },
    {
      id: 'trust',
      title: t('links.trust'),
      render: trustWord,
      text: trustWord,
    },
    {
      id: 'why',
      title: t('links.why'),
      minWidth: '16rem',
      render: ({ reasons }) =>
        reasons.length > 0 ? <TargetReasons reasons={reasons} /> : null,
      text: ({ reasons }) =>
        reasons.map(({ text }) => sentence(text)).join(' '),
      code: ({ reasons }) => reasons.map(({ code }) => code).join(', '),
    },
  ];
}
