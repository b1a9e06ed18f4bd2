import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Typography from '@mui/material/Typography';
import { meshTranslationRef } from '../../translation';
import { VisuallyHidden } from '../VisuallyHidden';

/** Announces how much needs attention as that changes; says it where nothing does. */
export function AttentionCount(props: { count: number; nothing: string }) {
  const { count, nothing } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <VisuallyHidden live>
        {count > 0 && t('overview.items', { count })}
      </VisuallyHidden>
      {count === 0 && <Typography variant="body2">{nothing}</Typography>}
    </>
  );
}
