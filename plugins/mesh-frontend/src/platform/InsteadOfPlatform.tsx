import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { namespacesRouteRef, servicesRouteRef } from '../routes';
import { meshTranslationRef } from '../translation';

/** For whoever may not see clusters: the pages that show what they may see. */
export function InsteadOfPlatform() {
  const { t } = useTranslationRef(meshTranslationRef);
  const services = useRouteRef(servicesRouteRef);
  const namespaces = useRouteRef(namespacesRouteRef);
  if (!services || !namespaces) return null;
  return (
    <>
      {t('error.instead', {
        services: (
          <Link to={services()} underline="always">
            {t('servicesPage.title')}
          </Link>
        ),
        namespaces: (
          <Link to={namespaces()} underline="always">
            {t('namespaces.title')}
          </Link>
        ),
      })}
    </>
  );
}
