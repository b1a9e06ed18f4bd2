import { imageVersion } from '../meshes/sidecar/imageVersion';

/** A release, with the word for one that is none yet: `1.21.0-pre.0`. */
const RELEASE = /^v?(\d+\.\d+(?:\.\d+)?(?:-(?:alpha|beta|pre|rc)[.\d]*)?)/;

/**
 * `1.20.2` of `v1.20.2`, `1.36.2` of `v1.36.2-1756466-3fd12c`: builds add what they
 * like. A tag that names no release is given as it is.
 */
export function releaseOf(tag: string | undefined): string | undefined {
  return RELEASE.exec(tag ?? '')?.[1] ?? tag;
}

/** The releases of some images, each once. */
export function releasesOf(images: readonly (string | undefined)[]): string[] {
  const releases = images.flatMap(
    image => releaseOf(imageVersion(image)) ?? [],
  );
  return [...new Set(releases)].sort();
}
