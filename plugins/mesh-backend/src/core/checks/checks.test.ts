import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { englishMessages } from '@meshport/plugin-mesh-common';
import { parse } from 'yaml';
import { preflightOf } from '../requests/preflight';
import { checks } from './index';
import { preflightInput, type Situation } from './testing/docWorld';

const ROOT = resolvePackagePath('@meshport/plugin-mesh-backend');
const DOCS = join(ROOT, '..', '..', 'docs', 'checks');
const ids = checks.map(({ id }) => id);

function namesIn(folder: string, suffix: string): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith(suffix) && !name.endsWith(`.test${suffix}`))
    .map(name => name.slice(0, -suffix.length))
    .filter(name => name !== 'index' && name !== 'README')
    .sort();
}

function docOf(id: string): string {
  return readFileSync(join(DOCS, `${id}.md`), 'utf8');
}

/** The block of YAML that a page marks with a word. */
function situation(id: string, word: string): Situation {
  const found = new RegExp(`\`\`\`yaml ${word}\\n([\\s\\S]*?)\`\`\``).exec(
    docOf(id),
  );
  if (!found?.[1]) throw new Error(`The page of ${id} has no ${word}`);
  return parse(found[1]);
}

function outcome(id: string, of: Situation) {
  const { blockers, warnings, unknown } = preflightOf(preflightInput(of));
  const is = ({ check }: { check: string }) => check === id;
  return {
    found: [...blockers, ...warnings].filter(is),
    isUnknown: unknown.some(is),
  };
}

describe('the registry of checks', () => {
  it('has each check once, and is what there are files and pages of', () => {
    const there = join(ROOT, 'src', 'core', 'checks');
    expect(new Set(ids).size).toBe(ids.length);
    expect(namesIn(there, '.ts')).toEqual([...ids].sort());
    expect(namesIn(DOCS, '.md')).toEqual([...ids].sort());
  });

  it.each(checks.map(check => [check.id, check] as const))(
    '%s has a page under its title, and says what to do',
    (id, { title, severity }) => {
      expect(docOf(id)).toContain(`# ${title}\n`);
      expect(docOf(id)).toContain(
        severity === 'error' ? 'stops a request' : 'has to be accepted',
      );
      expect(englishMessages[`check.${id}`]).toBeDefined();
      expect(englishMessages[`check.${id}.remedy`]).toBeDefined();
    },
  );
});

describe('what the pages say of themselves is so', () => {
  it.each(ids)('%s is found where its page says so', id => {
    const { found } = outcome(id, situation(id, 'found'));
    expect(found.length).toBeGreaterThan(0);
    for (const { text, remedy } of found) {
      expect(text.message).not.toMatch(/^check\.|\{\{|undefined| {2}/);
      expect(remedy?.text.message).not.toMatch(/^check\.|\{\{|undefined/);
    }
  });

  it.each(ids)('%s is not found, and not unknown, where its page says', id => {
    expect(outcome(id, situation(id, 'not-found'))).toEqual({
      found: [],
      isUnknown: false,
    });
  });
});

describe('what does not tell is unknown, and no pass', () => {
  const STRICT = {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'default', namespace: 'shop' },
    spec: { mtls: { mode: 'STRICT' } },
  };
  const BY_FLUX = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'shop',
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'elsewhere',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      },
    },
  };
  const EXPORT = {
    ...{ kind: 'service-export', namespace: 'shop', service: 'cart' },
    ...{ mechanism: 'linkerd-mirror', from: ['west'], to: ['east'] },
  };
  const LINK = {
    ...{ mesh: 'linkerd', mechanism: 'test', from: 'east', to: 'west' },
    ...{ services: 0, sharedTrust: true, reasons: [] },
  };
  const NO_CONFIG = { remove: ['ConfigMap/cilium-config'] };

  it.each<[string, Situation]>([
    ['cni-exclusive', NO_CONFIG],
    ['socket-lb-in-pods', NO_CONFIG],
    ['bpf-masquerade', NO_CONFIG],
    ['writer-failing', { west: [BY_FLUX] }],
    ['writer-suspended', { west: [BY_FLUX] }],
    ['link-missing', { form: EXPORT, links: [{ ...LINK, state: 'unknown' }] }],
    [
      'callers-outside-mesh',
      { west: [STRICT], callers: [{ meshes: [], known: false }] },
    ],
  ])('%s', (id, of) => {
    const { blockers, warnings, unknown } = preflightOf(preflightInput(of));
    const said = unknown.find(({ check }) => check === id);
    expect(said).toBeDefined();
    expect(said?.text.message).not.toMatch(/^check\.|\{\{|undefined/);
    expect([...blockers, ...warnings].map(({ check }) => check)).not.toContain(
      id,
    );
  });
});
