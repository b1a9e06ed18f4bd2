import { describeRequest, parsePath, verbOf } from './requestInfo.ts';

describe('a path', () => {
  it.each([
    ['/api/v1/pods', { group: '', version: 'v1', plural: 'pods' }],
    ['/api/v1/namespaces', { group: '', version: 'v1', plural: 'namespaces' }],
    [
      '/api/v1/namespaces/web',
      { group: '', version: 'v1', plural: 'namespaces', name: 'web' },
    ],
    [
      '/api/v1/namespaces/web/status',
      {
        group: '',
        version: 'v1',
        plural: 'namespaces',
        name: 'web',
        subresource: 'status',
      },
    ],
    [
      '/api/v1/namespaces/web/pods/a',
      { group: '', version: 'v1', namespace: 'web', plural: 'pods', name: 'a' },
    ],
    [
      '/apis/apps/v1/namespaces/web/deployments/a/scale',
      {
        group: 'apps',
        version: 'v1',
        namespace: 'web',
        plural: 'deployments',
        name: 'a',
        subresource: 'scale',
      },
    ],
  ])('%s names a resource', (path, resource) => {
    expect(parsePath(path)).toEqual({ type: 'resource', resource });
  });

  it.each(['/', '/version', '/api', '/api/v1', '/apis', '/apis/apps/v1/'])(
    '%s names none',
    path => {
      expect(parsePath(path).type).toBe('path');
    },
  );
});

describe('a verb', () => {
  it.each([
    ['GET', true, false, 'get'],
    ['GET', false, false, 'list'],
    ['GET', false, true, 'watch'],
    ['POST', false, false, 'create'],
    ['PUT', true, false, 'update'],
    ['PATCH', true, false, 'patch'],
    ['DELETE', true, false, 'delete'],
    ['DELETE', false, false, 'deletecollection'],
  ])('of %s (named: %s, watch: %s) is %s', (method, named, watch, expected) => {
    expect(verbOf({ method, named, watch })).toBe(expected);
  });
});

describe('what a request is about', () => {
  it.each([
    ['GET', '/version', 'GET /version'],
    ['GET', '/apis/apps/v1', 'GET /apis/apps/v1'],
    ['GET', '/api/v1/pods?limit=500', 'list pods'],
    ['GET', '/api/v1/pods?watch=1', 'watch pods'],
    ['GET', '/api/v1/namespaces/web/pods/a', 'get pods'],
    ['PATCH', '/api/v1/namespaces/web/pods/a/status', 'patch pods/status'],
  ])('%s %s is "%s"', (method, path, about) => {
    const url = new URL(path, 'https://cluster.invalid');
    expect(describeRequest(method, url)).toBe(about);
  });
});
