const DAY = 86_400;

/** One commit of the past: everything that it added or changed. */
export interface PastCommit {
  /** Seconds since the epoch. */
  time: number;
  author: { name: string; email: string };
  message: string;
  files: ReadonlyMap<string, string>;
}

const AUTHORS = {
  ada: { name: 'Ada Okafor', email: 'ada.okafor@example.com' },
  jonas: { name: 'Jonas Lindqvist', email: 'jonas.lindqvist@example.com' },
  mei: { name: 'Mei Tanaka', email: 'mei.tanaka@example.com' },
};

interface Chapter {
  days: number;
  author: keyof typeof AUTHORS;
  message: string;
  /** Paths that came with it. */
  has: RegExp;
}

/** Every path comes with the first chapter that has it. */
const CHAPTERS: readonly Chapter[] = [
  {
    days: 399,
    author: 'ada',
    message: 'Bootstrap Flux',
    has: /^README\.md$|\/flux-system\//,
  },
  {
    days: 390,
    author: 'ada',
    message: 'Operators, databases and object storage',
    has: /\/(operators|databases|storage)\//,
  },
  { days: 380, author: 'mei', message: 'Add the handbook', has: /\/wiki\// },
  {
    days: 352,
    author: 'mei',
    message: 'Add notes; its base may serve others too',
    has: /^bases\/|\/notes\//,
  },
  {
    days: 340,
    author: 'jonas',
    message: 'Services of the infra cluster in the others',
    has: /\/shared-services\//,
  },
  {
    days: 150,
    author: 'jonas',
    message: 'Chat, telemetry and sign-in',
    has: /\/(mattermost|observability|keycloak)\//,
  },
  { days: 52, author: 'ada', message: 'Everything else', has: /./ },
];

/** The commits that lead to these files, oldest first. */
export function pastOf(
  files: Readonly<Record<string, string>>,
  now: Date,
): PastCommit[] {
  const seconds = Math.floor(now.getTime() / 1000);
  const left = new Map(Object.entries(files));
  const commits = CHAPTERS.map(({ days, author, message, has }) => {
    const own = [...left].filter(([path]) => has.test(path));
    for (const [path] of own) left.delete(path);
    const time = seconds - days * DAY;
    const commit = { time, author: AUTHORS[author], message };
    return { ...commit, files: new Map(own) };
  }).filter(commit => commit.files.size > 0);
  return withUpgrades(commits, seconds);
}

const IMAGE = /(image: \S+:\d+\.\d+\.)(\d+)$/m;

/** The Deployments that are written by hand came with the version before, and were upgraded 18 days ago. */
function withUpgrades(commits: PastCommit[], seconds: number): PastCommit[] {
  const upgraded = new Map<string, string>();
  const before = commits.map(commit => ({
    ...commit,
    files: new Map(
      [...commit.files].map(([path, text]): [string, string] => {
        const [, , patch = '0'] = IMAGE.exec(text) ?? [];
        const isOurs = path.endsWith('/deployment.yaml') && Number(patch) > 0;
        if (!isOurs) return [path, text];
        upgraded.set(path, text);
        return [path, text.replace(IMAGE, `$1${Number(patch) - 1}`)];
      }),
    ),
  }));
  if (upgraded.size === 0) return before;
  const upgrade = {
    time: seconds - 18 * DAY,
    author: AUTHORS.mei,
    message: 'Upgrade to the latest releases',
    files: upgraded,
  };
  return [...before, upgrade];
}
