import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  meshServiceReadPermission,
  type ServiceView,
} from '@meshport/plugin-mesh-common';
import Typography from '@mui/material/Typography';
import { meshTranslationRef } from '../translation';

/** Says that services are in clusters where the viewer may not see them. */
export function HiddenInstances(props: { services: readonly ServiceView[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const permission = meshServiceReadPermission.name;
  const partly = props.services.filter(service => service.hiddenInstances);
  const [first] = partly;
  if (!first) return null;
  return (
    <Typography variant="body2" color="text.secondary">
      {partly.length === 1
        ? t('card.hiddenInstances', {
            service: first.name,
            count: first.hiddenInstances ?? 0,
            permission,
          })
        : t('card.hiddenOfServices', {
            services: String(partly.length),
            permission,
          })}
    </Typography>
  );
}
