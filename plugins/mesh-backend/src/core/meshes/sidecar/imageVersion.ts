/**
 * `1.31.0` of `registry.istio.io/release/proxyv2:1.31.0-distroless`; undefined where
 * the image has no tag (a digest alone says nothing).
 */
export function imageVersion(image: string | undefined): string | undefined {
  const withoutDigest = image?.split('@')[0];
  // The last colon only after the last slash: a registry may have a port.
  const tag = withoutDigest?.split('/').pop()?.split(':')[1];
  return tag?.replace(/-(distroless|debug)$/, '') || undefined;
}
