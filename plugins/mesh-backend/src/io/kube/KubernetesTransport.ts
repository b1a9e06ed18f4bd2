export interface KubernetesRequest {
  /** Default `application/json`. */
  readonly accept?: string;
  /** Ends the request, and the body when it is already being read. */
  readonly signal: AbortSignal;
}

/** What the cluster's API server answered; never an answer of something in between. */
export interface KubernetesResponse {
  readonly status: number;
  /** '' where the server names none. */
  readonly contentType: string;
  /** What the server's clock said (`Date`), in milliseconds since 1970. */
  readonly date?: number;
  /** Fails when the connection breaks off. Leaving it unread needs an abort of the request. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * GET requests to the API servers of named clusters. Rejects with the signal's reason,
 * or with an UnreachableError when no API server answered.
 */
export interface KubernetesTransport {
  /** @param path - path and query, for example `/api/v1/pods?limit=100` */
  request(
    cluster: string,
    path: string,
    request: KubernetesRequest,
  ): Promise<KubernetesResponse>;
}
