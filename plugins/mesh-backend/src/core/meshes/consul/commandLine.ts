import { parseBoolean } from '../../model/parseBoolean';

/** What the command line of an injector says; it is the only place where that stands. */
export interface InjectorSettings {
  /** Pods that say nothing are injected. */
  readonly defaultInject: boolean;
  /** Namespaces that may be injected; `*` for all. */
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
  readonly transparentProxy: boolean;
  readonly peering: boolean;
  readonly federation: boolean;
  readonly cni: boolean;
  readonly metrics: boolean;
}

/** `-name`, `-name=value` and `-name="value"`, with one or two dashes. */
const FLAG =
  /(?:^|\s)--?([a-z][a-z0-9-]*)(?:=(?:"([^"]*)"|'([^']*)'|([^\s\\]*)))?/g;

function flagsOf(words: readonly string[]): Map<string, string[]> {
  const flags = new Map<string, string[]>();
  // The chart writes one shell command; others give a list of arguments.
  for (const match of words.join(' ').matchAll(FLAG)) {
    const [, name = '', double, single, plain] = match;
    const value = double ?? single ?? plain ?? 'true';
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  return flags;
}

/**
 * Settings of `consul-k8s-control-plane inject-connect` from its words. The chart writes
 * all that differ from the program's defaults; where it wrote none, its defaults hold.
 */
export function settingsOf(words: readonly string[]): InjectorSettings {
  const flags = flagsOf(words);
  const isOn = (name: string, otherwise = false) =>
    parseBoolean(flags.get(name)?.at(-1)) ?? otherwise;
  return {
    defaultInject: isOn('default-inject'),
    allowed: flags.get('allow-k8s-namespace') ?? ['*'],
    denied: flags.get('deny-k8s-namespace') ?? [],
    transparentProxy: isOn('default-enable-transparent-proxy', true),
    peering: isOn('enable-peering'),
    federation: isOn('enable-federation'),
    cni: isOn('enable-cni'),
    metrics: isOn('default-enable-metrics'),
  };
}
