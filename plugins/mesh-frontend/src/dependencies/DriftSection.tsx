import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Drift } from '@meshport/plugin-mesh-common';
import { Link } from '@backstage/core-components';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CommandBlock } from '../components/CommandBlock';
import { MeshText } from '../components/MeshText';
import { Section } from '../components/Section';
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import { meshTranslationRef } from '../translation';

/** Address for people of a catalog location such as `url:https://...`; else undefined. */
function addressOf(location: string): string | undefined {
  const target = location.replace(/^url:/, '');
  return /^https?:\/\//.test(target) ? target : undefined;
}

function Where({ drift }: { drift: Drift }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { location, entityRef } = drift;
  if (location === undefined) {
    return <>{t('drift.addNoLocation', { entity: entityRef })}</>;
  }
  const address = addressOf(location);
  return (
    <>
      {t('drift.add', {
        location: address ? <Link to={address}>{address}</Link> : location,
      })}
    </>
  );
}

/** Where the card's link leads; the page is there before this part of it is. */
const ANCHOR = 'drift';

/** Where calls and catalog differ, each with the YAML that mends it. */
export function DriftSection({ drift }: { drift: readonly Drift[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const section = useRef<HTMLElement>(null);
  const isMeant = useLocation().hash === `#${ANCHOR}`;
  useEffect(() => {
    if (isMeant) section.current?.scrollIntoView();
  }, [isMeant]);
  return (
    <Box id={ANCHOR} ref={section}>
      <Section title={t('drift.title')}>
        {drift.length === 0 && (
          <Typography variant="body2" color="text.secondary">
            {t('drift.none')}
          </Typography>
        )}
        <Box
          component="ul"
          sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}
        >
          {drift.map(one => (
            <Box
              component="li"
              key={`${one.kind}/${one.entityRef}/${one.dependsOn}`}
              sx={{
                display: 'grid',
                gap: 0.5,
                typography: 'body2',
                minWidth: 0,
                overflowWrap: 'anywhere',
              }}
            >
              <span>
                <MeshText text={one.text} />
              </span>
              {one.manifest !== undefined && (
                <>
                  <span>
                    <Where drift={one} />
                  </span>
                  <CommandBlock
                    text={one.manifest.trimEnd()}
                    what={t('drift.manifestOf', { dependsOn: one.dependsOn })}
                  />
                </>
              )}
            </Box>
          ))}
        </Box>
      </Section>
    </Box>
  );
}
