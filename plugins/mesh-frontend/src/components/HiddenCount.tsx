import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshServiceReadPermission } from '@meshport/plugin-mesh-common';
import Typography from '@mui/material/Typography';
import { meshTranslationRef } from '../translation';

/** How many matching services the viewer may not see, and what it takes. */
export function HiddenCount({ count }: { count: number }) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (count === 0) return null;
  return (
    <Typography variant="body2" color="text.secondary">
      {t('card.hidden', { count, permission: meshServiceReadPermission.name })}
    </Typography>
  );
}
