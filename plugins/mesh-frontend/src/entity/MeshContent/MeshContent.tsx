import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { BelowHeading } from '../../components/Heading';
import { KubernetesTab } from '../../components/KubernetesTab';
import { LoadingRows } from '../../components/LiveContent';
import { useKubernetesTab } from '../../hooks/useKubernetesTab';
import { meshTranslationRef } from '../../translation';
import { SubPageLinks } from './SubPageLinks';
import { SUB_PAGES } from './subPages';

/** Entity tab "Mesh": all that the portal knows of the entity's services, and why. */
export function MeshContent() {
  const { t } = useTranslationRef(meshTranslationRef);
  const kubernetesTab = useKubernetesTab();
  return (
    <KubernetesTab.Provider value={kubernetesTab}>
      <SubPageLinks />
      {/* The name of the entity is a heading of the second level. */}
      <BelowHeading>
        <Suspense
          fallback={<LoadingRows what={t('card.loading')} height={44} />}
        >
          <Routes>
            {SUB_PAGES.map(({ path, Page }) => (
              <Route
                key={path}
                path={path ? `${path}/*` : '*'}
                element={<Page />}
              />
            ))}
          </Routes>
        </Suspense>
      </BelowHeading>
    </KubernetesTab.Provider>
  );
}
