import type {
  JsonAnswer,
  JsonRequest,
} from '../../../../scripts/kubernetes/requestJson';

/** How the portal reaches the API server at present. */
export interface Access {
  readonly url: string;
  readonly caPem: string;
  readonly token: string;
}

/**
 * An API server with the faults that the suite needs. Each ends with `heal`, which
 * resolves once the server works again for everybody.
 */
export interface ApiServerUnderTest {
  /** Read anew for every portal request, as an account's token can change. */
  access(): Access;
  /** As an administrator; not to be used while a fault concerns everybody. */
  request(path: string, request?: JsonRequest): Promise<JsonAnswer>;
  /** Watches that are open at the server, whoever opened them. */
  openWatches(): Promise<number>;
  /** Ends the server as a crash does. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Makes changes that no open watch sees, and forgets what happened before. */
  forgetAfter(changes: () => Promise<void>): Promise<void>;
  /** Forgets what happened so far while it runs; not every server can be made to. */
  forget?(): Promise<void>;
  /** Connections stay open, but nothing is answered any more. */
  hang(): Promise<void>;
  /** The watches that are open now stay silent for good; everything else works. */
  halfOpen(): Promise<void>;
  fail(status: number): Promise<void>;
  /** What the server sends is no JSON. */
  garble(): Promise<void>;
  /** Breaks the watches that are open now off in the middle of a line. */
  cutWatches(): Promise<void>;
  refuseToken(): Promise<void>;
  /** Forbids the portal to read Secrets. */
  forbidSecrets(): Promise<void>;
  heal(): Promise<void>;
  /** Serves Widgets (`widgets.example.com`, v1), which it does not before. */
  addWidgets(): Promise<void>;
  removeWidgets(): Promise<void>;
  stop(): Promise<void>;
}

/** A request that has to succeed. */
export async function write(
  server: Pick<ApiServerUnderTest, 'request'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<void> {
  const answer = await server.request(path, { method, body });
  if (answer.status >= 300) {
    const said = JSON.stringify(answer.body);
    throw new Error(`${method} ${path}: ${answer.status} ${said}`);
  }
}
