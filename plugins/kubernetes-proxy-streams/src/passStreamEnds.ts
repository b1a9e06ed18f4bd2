import { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';

/**
 * Tells both sides of a proxied request about the other's end, which http-proxy 1.18 does
 * not on current Node:
 *
 * - The API server's connection breaks in mid-answer: the client's answer is broken off
 *   too. Otherwise the client waits for bytes that will never come.
 * - The client goes away: `aborted` is emitted on its request. http-proxy ends its own
 *   request on that event, which Node no longer emits once a GET is read.
 */
export function passStreamEnds(
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  response.on('pipe', source => {
    source.once('close', () => {
      if (source instanceof IncomingMessage && !source.complete) {
        response.destroy();
      }
    });
  });
  response.once('close', () => {
    if (response.writableFinished) return;
    // The proxy may only be about to listen: it asks for the cluster and a token first.
    request.on('newListener', (event, listener) => {
      if (event === 'aborted') setImmediate(listener);
    });
    request.emit('aborted');
  });
  next();
}
