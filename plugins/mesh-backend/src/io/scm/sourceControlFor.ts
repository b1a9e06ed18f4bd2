import type { Config } from '@backstage/config';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import type { Clock } from '../clock';
import { boundedFetch } from './boundedFetch';
import { GitHubSourceControl } from './GitHubSourceControl';
import { GitLabSourceControl } from './GitLabSourceControl';
import { GitSourceControl } from './GitSourceControl';
import type { SourceControl } from './SourceControl';

export interface RepositoryOptions {
  /** Of the portal: its `integrations` know the host and its credentials. */
  readonly config: Config;
  readonly clock: Clock;
  /** Of the repository, as `https://github.com/platform/fleet`. */
  readonly url: string;
  /** The base branch; the repository's own where there is none. */
  readonly base?: string;
  /** For a host that no integration knows, and that is then only Git. */
  readonly token?: string;
}

/** `/platform/fleet.git` -> `platform/fleet` */
function projectOf(url: string): string {
  return new URL(url).pathname.replace(/^\/|(\.git)?\/?$/g, '');
}

/**
 * The repository behind an address: of GitHub or GitLab where the portal has an integration
 * for its host, else whatever speaks Git over HTTP.
 */
export function sourceControlFor({
  config,
  clock,
  url,
  base,
  token,
}: RepositoryOptions): SourceControl {
  const integrations = ScmIntegrations.fromConfig(config);
  const fetch = boundedFetch(clock);
  const common = { fetch, ...(base === undefined ? {} : { base }) };
  const github = integrations.github.byUrl(url);
  if (github) {
    const [owner = '', repo = ''] = projectOf(url).split('/');
    const credentials =
      DefaultGithubCredentialsProvider.fromIntegrations(integrations);
    return new GitHubSourceControl({
      ...common,
      apiUrl: github.config.apiBaseUrl ?? 'https://api.github.com',
      owner,
      repo,
      token: async () => (await credentials.getCredentials({ url })).token,
    });
  }
  const gitlab = integrations.gitlab.byUrl(url);
  if (gitlab)
    return new GitLabSourceControl({
      ...common,
      apiUrl: gitlab.config.apiBaseUrl,
      project: projectOf(url),
      token: async () => gitlab.config.token,
    });
  return new GitSourceControl({ ...common, url, token: async () => token });
}
