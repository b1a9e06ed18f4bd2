import { decodeCursor, encodeCursor } from './cursor';

describe('cursors', () => {
  it('come back as they went', () => {
    const key = [3, 'shop', 'cart', 0];
    expect(decodeCursor('list', encodeCursor('list', key))).toEqual(key);
  });

  it.each([
    ['of another list', encodeCursor('other', ['a'])],
    ['that is no JSON', Buffer.from('{').toString('base64url')],
    ['of another shape', Buffer.from('{"of":"list"}').toString('base64url')],
    [
      'with objects as keys',
      Buffer.from('{"of":"list","after":[{}]}').toString('base64url'),
    ],
    ['that is empty', ''],
    ['that is no base64', '%%%'],
  ])('refuse one %s', (_, cursor) => {
    expect(decodeCursor('list', cursor)).toBeUndefined();
  });
});
