import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Owners } from '../components/Owners';
import { meshTranslationRef } from '../translation';

/** What histories call whatever the portal does by itself. */
const THE_PORTAL = 'mesh';

/** Who did something: a person as a link, or the portal. */
export function Person({ entityRef }: { entityRef: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return entityRef === THE_PORTAL ? (
    <>{t('requests.portal')}</>
  ) : (
    <Owners owners={[entityRef]} />
  );
}
