import type { ClusterSummary } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { useHeldOrder } from '../../hooks/useHeldOrder';
import { attentionId, type AttentionItem } from '../../view/attention';
import { LINKED_ROW } from '../RowLink';
import {
  ClusterAttention,
  ServiceAttention,
  TrafficAttention,
} from './AttentionRow';

/** What needs attention, in order, each with where it leads. */
export function AttentionList(props: {
  items: readonly AttentionItem[];
  clusters: readonly ClusterSummary[];
  /** Beside the rest of a home page: two lines each, where there is room for columns. */
  brief?: boolean;
}) {
  const { items, clusters, brief = false } = props;
  const { order, hold } = useHeldOrder(items.map(attentionId));
  return (
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
                {item.about === 'cluster' && (
                  <ClusterAttention item={item} brief={brief} />
                )}
                {item.about === 'traffic' && (
                  <TrafficAttention service={item.service} brief={brief} />
                )}
                {item.about === 'service' && (
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
  );
}
