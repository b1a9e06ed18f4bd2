/** What a client of the API gets. */
export interface Answer {
  status: number;
  body?: unknown;
  /** Instead of JSON. */
  text?: { type: string; content: string };
}

/** A refusal in the words of the API. */
export class ApiError extends Error {
  readonly status: number;
  readonly errors: readonly object[];

  constructor(status: number, message: string, errors: readonly object[] = []) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.errors = errors;
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

export function unprocessable(
  message: string,
  errors?: readonly object[],
): ApiError {
  return new ApiError(422, message, errors);
}

export interface ApiCall {
  /** Parts of the path, decoded, in the order of the route's pattern. */
  path: readonly string[];
  query: URLSearchParams;
  body: Readonly<Record<string, unknown>>;
  /** Whose token it is. */
  user: string;
  accept: string;
}

/** The text in a field of the body; 422 where it has to be there and is not. */
export function textIn(call: ApiCall, field: string): string {
  const value = call.body[field];
  if (typeof value === 'string' && value !== '') return value;
  throw unprocessable('Validation Failed', [
    { resource: 'Request', field, code: 'missing_field' },
  ]);
}

export function optionalText(call: ApiCall, field: string): string | undefined {
  const value = call.body[field];
  return typeof value === 'string' ? value : undefined;
}
