import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isJsonObject, type JsonObject } from '../apiserver/KubeObject.ts';
import { renameKeysIn, type NameMap } from '../world/rename.ts';

/**
 * What the portal's own configuration says about clusters by name, under their new names, so that it overrides that.
 * Undefined where nothing is renamed or configured.
 */
export function renamedSettings(
  portalConfig: string,
  names: NameMap,
): JsonObject | undefined {
  if (Object.keys(names).length === 0 || !existsSync(portalConfig))
    return undefined;
  const config: unknown = parse(readFileSync(portalConfig, 'utf8'));
  const mesh = isJsonObject(config) ? config.mesh : undefined;
  return isJsonObject(mesh) ? renameKeysIn(mesh, names) : undefined;
}
