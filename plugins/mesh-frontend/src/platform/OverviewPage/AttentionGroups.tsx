import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useId, useState } from 'react';
import { AttentionCount } from '../../components/attention/AttentionCount';
import { AttentionList } from '../../components/attention/AttentionList';
import { Heading } from '../../components/Heading';
import { meshTranslationRef } from '../../translation';
import type { AttentionGroup } from '../../view/attention';

/** What one can take in at a glance; the worst come first. */
const FIRST_ITEMS = 10;

function Group(props: {
  group: AttentionGroup;
  clusters: readonly ClusterSummary[];
  isTitled: boolean;
}) {
  const { group, clusters, isTitled } = props;
  const { set, items } = group;
  const { t } = useTranslationRef(meshTranslationRef);
  const [showsAll, setShowsAll] = useState(false);
  const id = useId();
  return (
    <Box sx={{ mt: isTitled ? 1 : 0 }}>
      {isTitled && <Heading>{set.title}</Heading>}
      <Box id={id}>
        <AttentionList
          items={showsAll ? items : items.slice(0, FIRST_ITEMS)}
          clusters={clusters}
        />
      </Box>
      {items.length > FIRST_ITEMS && (
        <Button
          size="small"
          aria-expanded={showsAll}
          aria-controls={id}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll
            ? t('overview.showFirst', { count: FIRST_ITEMS })
            : t('overview.showAll', { count: items.length, set: set.title })}
        </Button>
      )}
    </Box>
  );
}

/** What needs attention, one list per cluster set, of each the first few. */
export function AttentionGroups(props: {
  groups: readonly AttentionGroup[];
  clusters: readonly ClusterSummary[];
  /** There is more than one set, be it without anything to attend to. */
  haveSets: boolean;
}) {
  const { groups, clusters, haveSets } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <AttentionCount
        count={groups.reduce((sum, { items }) => sum + items.length, 0)}
        nothing={t('overview.nothing')}
      />
      {groups.map(group => (
        <Group
          key={group.set.name}
          group={group}
          clusters={clusters}
          isTitled={haveSets}
        />
      ))}
    </>
  );
}
