import type {
  GitHttpRequest,
  GitHttpResponse,
  HttpClient,
} from 'isomorphic-git';
import type { BoundedFetch } from './boundedFetch';

async function bodyOf(body: GitHttpRequest['body']): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

/** Git's own protocol over our fetch: whole answers, in time and of a size that can be held. */
export function gitHttp(fetch: BoundedFetch): HttpClient {
  return {
    async request({
      url,
      method = 'GET',
      headers = {},
      body,
    }): Promise<GitHttpResponse> {
      const sent = method === 'POST' ? { body: await bodyOf(body) } : {};
      const response = await fetch(url, { method, headers, ...sent });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return {
        url: response.url,
        method,
        statusCode: response.status,
        statusMessage: response.statusText,
        headers: Object.fromEntries(response.headers),
        body: once(bytes),
      };
    },
  };
}
