/** How large a synthetic world is. */
export interface ScaleOptions {
  clusters: number;
  /** Of each cluster. */
  services: number;
  /** Of each service. */
  pods: number;
}

const LIMITS = { clusters: 100, services: 5_000, pods: 500 } as const;

/** What was asked for cannot be read; the message says what could. */
export class ScaleOptionsError extends Error {}

/** Reads `clusters=10,services=200,pods=10`; what is left out is as in this example. */
export function readScaleOptions(text: string): ScaleOptions {
  const options: ScaleOptions = { clusters: 10, services: 200, pods: 10 };
  for (const part of text.split(',').filter(Boolean)) {
    const [key, value] = part.split('=');
    const number = Number(value);
    if (!isKey(key) || !Number.isInteger(number) || number < 1) {
      throw new ScaleOptionsError(
        `"${part}" cannot be read: give clusters, services (of each cluster) and pods (of each service) as in clusters=10,services=200,pods=10`,
      );
    }
    if (number > LIMITS[key]) {
      throw new ScaleOptionsError(`${key} can be ${LIMITS[key]} at most`);
    }
    options[key] = number;
  }
  return options;
}

function isKey(key: string): key is keyof ScaleOptions {
  return Object.hasOwn(LIMITS, key);
}
