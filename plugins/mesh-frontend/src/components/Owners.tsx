import { parseEntityRef } from '@backstage/catalog-model';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Fragment } from 'react';
import { meshTranslationRef } from '../translation';

function isEntityRef(ref: string): boolean {
  try {
    parseEntityRef(ref);
    return true;
  } catch {
    // An owner that the configured key names need not be in the catalog.
    return false;
  }
}

/** Owners as links; what is no entity ref stands as it is. */
export function Owners({ owners }: { owners: readonly string[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (owners.length === 0) return <>{t('servicesPage.nobody')}</>;
  return (
    <>
      {owners.map((owner, index) => (
        <Fragment key={owner}>
          {index > 0 && ', '}
          {isEntityRef(owner) ? (
            <EntityRefLink entityRef={owner} defaultKind="group" hideIcon />
          ) : (
            owner
          )}
        </Fragment>
      ))}
    </>
  );
}
