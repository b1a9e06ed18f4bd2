import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MeshRequest } from '@meshport/plugin-mesh-common';
import { meshTranslationRef } from '../translation';
import { meshName } from '../view/names';

/** What a request asks for, in a few words: "Restart workloads of shop". */
export function useRequestTitle(): (
  request: Pick<MeshRequest, 'kind' | 'target'>,
) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return ({ kind, target }) => {
    const { namespace, service = '', mesh } = target;
    return t(`requestTitle.${kind}`, {
      ...{ namespace, service },
      mesh: mesh ? meshName(mesh) : t('requestTitle.anyMesh'),
    });
  };
}
