import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { LiveContent } from '../components/LiveContent';
import { useEntityMesh } from '../hooks/useEntityMesh';
import { meshTranslationRef } from '../translation';
import { ExportsPanel } from './ExportsPanel';

/** Where else the entity's services can be used, and how. */
export function ExportsPage() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(meshTranslationRef);
  const live = useEntityMesh(entity);
  return (
    <LiveContent live={live} loading={t('exports.loading')} inTab>
      {answer => <ExportsPanel answer={answer} />}
    </LiveContent>
  );
}
