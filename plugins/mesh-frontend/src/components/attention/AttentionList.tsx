import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useHeldOrder } from '../../hooks/useHeldOrder';
import { meshTranslationRef } from '../../translation';
import { attentionId, type AttentionItem } from '../../view/attention';
import { LINKED_ROW } from '../RowLink';
import { VisuallyHidden } from '../VisuallyHidden';
import { ClusterAttention, ServiceAttention } from './AttentionRow';

/** What needs attention, in order, each with where it leads. */
export function AttentionList(props: {
  items: readonly AttentionItem[];
  clusters: readonly ClusterSummary[];
  /** What is said where nothing does. */
  nothing: string;
  /** Beside the rest of a home page: two lines each, where there is room for columns. */
  brief?: boolean;
}) {
  const { items, clusters, nothing, brief = false } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { order, hold } = useHeldOrder(items.map(attentionId));
  return (
    <>
      <VisuallyHidden live>
        {items.length > 0 && t('overview.items', { count: items.length })}
      </VisuallyHidden>
      {items.length === 0 && <Typography variant="body2">{nothing}</Typography>}
      <Box
        component="ul"
        sx={{ listStyle: 'none', m: 0, p: 0, typography: 'body2' }}
        {...hold}
      >
        {order.flatMap(id => {
          const item = items.find(one => attentionId(one) === id);
          return item
            ? [
                <Box
                  component="li"
                  key={id}
                  sx={{
                    ...LINKED_ROW,
                    display: 'flex',
                    flexWrap: { xs: 'wrap', sm: 'nowrap' },
                    columnGap: 1.5,
                    py: 0.5,
                    '&:not(:last-child)': {
                      borderBottom: 1,
                      borderColor: 'divider',
                    },
                    '&:hover': { bgcolor: 'action.hover' },
                  }}
                >
                  {item.about === 'cluster' ? (
                    <ClusterAttention item={item} brief={brief} />
                  ) : (
                    <ServiceAttention
                      service={item.service}
                      clusters={clusters}
                      brief={brief}
                    />
                  )}
                </Box>,
              ]
            : [];
        })}
      </Box>
    </>
  );
}
