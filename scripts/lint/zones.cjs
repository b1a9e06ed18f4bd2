const { join, relative, sep } = require('node:path');

const ROOT = join(__dirname, '..', '..');

/**
 * Who may import whom, by folder (ARCHITECTURE.md). What is not listed is forbidden: nobody imports mesh-backend but the
 * backend that installs it, and lab and plugins meet over HTTP only, so that real clusters can take the lab's place.
 */
const ALLOWED = {
  // Measures the portal from outside; its backend is that of the portal, with instruments.
  bench: [
    'packages/backend',
    'plugins/kubernetes-proxy-streams',
    'plugins/mesh-backend',
    'plugins/mesh-common',
    'scripts',
  ],
  'packages/app': ['plugins/mesh-common', 'plugins/mesh-frontend'],
  'packages/backend': [
    'packages/app',
    'plugins/kubernetes-proxy-streams',
    'plugins/mesh-backend',
    'plugins/mesh-common',
    'plugins/mesh-node',
    'plugins/scaffolder-actions',
  ],
  'packages/lab': [],
  'plugins/kubernetes-proxy-streams': [],
  'plugins/mesh-backend': ['plugins/mesh-common', 'plugins/mesh-node'],
  'plugins/mesh-common': [],
  'plugins/mesh-frontend': ['plugins/mesh-common'],
  'plugins/mesh-node': ['plugins/mesh-common'],
  'plugins/scaffolder-actions': ['plugins/mesh-common'],
  scripts: [],
};

/** Suites that need servers start them with the scripts; production code never does. */
const MAY_USE_SCRIPTS = ['packages/backend/tests', 'packages/lab/tests'];

/** Layers of mesh-backend: what each must not import at all. `plugin.ts` wires them and sees everything. */
const BACKEND_LAYERS = {
  core: ['config', 'http', 'io', 'plugin.ts', 'service'],
  config: ['http', 'io', 'plugin.ts', 'service'],
  io: ['http', 'plugin.ts', 'service'],
  service: ['http', 'plugin.ts'],
  http: ['io', 'plugin.ts'],
};

/** Layers of mesh-backend of which another layer may import types only. */
const BACKEND_TYPES_ONLY = { io: ['core'], service: ['io'] };

/** @param {string} folder path of the package from the root */
function packageZones(folder) {
  const inside = [folder, 'node_modules', 'package.json', ...ALLOWED[folder]];
  const scripts = MAY_USE_SCRIPTS.filter(path => path.startsWith(folder));
  const zone = (target, except) => ({
    target: `./${target}`,
    from: './',
    except: except.map(path => `./${path}`),
    message: `${folder} may import ${
      ALLOWED[folder].join(', ') || 'no other folder of this repository'
    }.`,
  });
  const zones = [zone(folder, inside)];
  if (scripts.length === 0) return zones;
  return [
    // A zone cannot be loosened below, so the folders of the package are named one by one.
    zone(`${folder}/src`, inside),
    ...scripts.map(path => zone(path, [...inside, 'scripts'])),
  ];
}

function backendZones() {
  const src = './plugins/mesh-backend/src';
  return Object.entries(BACKEND_LAYERS).flatMap(([layer, forbidden]) =>
    forbidden.map(other => ({
      target: `${src}/${layer}`,
      from: `${src}/${other}`,
      message: `${layer} does not know ${other}: plugin -> http -> service -> core, service -> io, io -> core (types).`,
    })),
  );
}

/** @param {string} dir absolute path of a package */
function zonesFor(dir) {
  const folder = relative(ROOT, dir).split(sep).join('/');
  const layers = folder === 'plugins/mesh-backend' ? backendZones() : [];
  return { root: ROOT, zones: [...packageZones(folder), ...layers] };
}

module.exports = { zonesFor, BACKEND_TYPES_ONLY };
