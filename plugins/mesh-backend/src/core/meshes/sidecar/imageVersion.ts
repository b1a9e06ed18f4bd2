/** Images are few and their pods many: each is taken apart once. */
const remembered = new Map<string, string | undefined>();
const MOST_REMEMBERED = 1_000;

/**
 * `1.31.0` of `registry.istio.io/release/proxyv2:1.31.0-distroless`; undefined where
 * the image has no tag (a digest alone says nothing).
 */
export function imageVersion(image: string | undefined): string | undefined {
  if (image === undefined) return undefined;
  if (remembered.has(image)) return remembered.get(image);
  const version = versionOf(image);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(image, version);
  return version;
}

function versionOf(image: string): string | undefined {
  const [withoutDigest] = image.split('@');
  // The last colon only after the last slash: a registry may have a port.
  const tag = withoutDigest.split('/').pop()?.split(':')[1];
  return tag?.replace(/-(distroless|debug)$/, '') || undefined;
}
