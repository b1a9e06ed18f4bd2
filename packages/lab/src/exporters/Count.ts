import type { Call, CallShape } from '../traffic/Call.ts';

/** A metric as a proxy registers it. Bounds are those of a classic histogram, ascending, without infinity. */
export interface Family {
  readonly name: string;
  readonly type: 'counter' | 'histogram' | 'gauge';
  readonly bounds?: readonly number[];
  /** After that long without a call a series is no longer shown, and begins at 0 when it comes back. */
  readonly idleMilliseconds?: number;
}

export type Labels = Readonly<Record<string, string | undefined>>;

/** What is scraped: a proxy in a pod, or an agent. */
export interface Target {
  /** Another one after a restart, so that its counters begin again. */
  readonly id: string;
  readonly cluster: string;
  /** What a usual scrape configuration attaches: `job`, `instance`, `namespace`, `pod`, ... */
  readonly labels: Labels;
}

/** What a single call adds to a counter, or what a histogram observes of it. */
export type Amount = (call: Call) => number;

/** One series that every call of a shape counts in. Empty and undefined labels are left out, as Prometheus does. */
export interface Count {
  readonly target: Target;
  readonly family: Family;
  readonly labels: Labels;
  readonly amount: Amount;
}

/** What calls have in common that all count in the same series. */
export type CountedShape = CallShape & Pick<Call, 'newConnection'>;

/** The name was not found: the client sent nothing. */
export function isNeverSent({ flags }: CallShape): boolean {
  return flags === 'DNS';
}

/** The server's proxy takes nothing in plain text, and the connection ended before there was a request on it. */
export function isPlainRefused({ flags, status, mtls }: CallShape): boolean {
  return flags === 'UC' && status === 0 && !mtls;
}

export const ONE: Amount = () => 1;
export const clientMs: Amount = call => call.clientMs;
export const serverMs: Amount = call => call.serverMs;
export const clientSeconds: Amount = call => call.clientMs / 1000;
export const serverSeconds: Amount = call => call.serverMs / 1000;
export const requestBytes: Amount = call => call.requestBytes;
export const responseBytes: Amount = call => call.responseBytes;

/** As a proxy between the ends sees it: the server, and half of the way. Calls that it answers itself took it as long as the client. */
export const middleMs: Amount = ({ clientMs: client, serverMs: server }) =>
  server > 0 ? (client + server) / 2 : client;
