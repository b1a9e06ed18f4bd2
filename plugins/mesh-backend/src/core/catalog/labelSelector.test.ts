import { parseLabelSelector } from './labelSelector';

const LABELS = { app: 'cart', tier: 'front', size: '3', empty: '' };

describe('a label selector', () => {
  it.each<[string, boolean]>([
    ['app=cart', true],
    ['app==cart', true],
    ['app = cart', true],
    ['app=other', false],
    ['missing=cart', false],
    ['app!=cart', false],
    ['app!=other', true],
    ['missing!=cart', true],
    ['app', true],
    ['missing', false],
    ['!app', false],
    ['! missing', true],
    ['app in (cart, other)', true],
    ['app in (other)', false],
    ['missing in (cart)', false],
    ['app notin (other)', true],
    ['app notin (cart,other)', false],
    ['missing notin (cart)', true],
    ['empty=', true],
    ['empty in ()', true],
    ['size>2', true],
    ['size<3', false],
    ['app>2', false],
    ['missing>2', false],
    ['app=cart,tier=front', true],
    ['app=cart, tier in (back,front), !missing', true],
    ['app=cart,tier in (back,other)', false],
    ['example.com/app!=x', true],
  ])('%s', (selector, expected) => {
    expect(parseLabelSelector(selector)?.matches(LABELS)).toBe(expected);
  });

  it.each([
    ['app=cart', ['app=cart']],
    ['app == cart, tier=front', ['app=cart', 'tier=front']],
    ['empty=', ['empty=']],
    ['app!=cart,tier in (front),size>2,app,!x', []],
  ])('%s asks for the labels %j', (selector, expected) => {
    expect(parseLabelSelector(selector)?.equalities).toEqual(expected);
  });

  it.each([
    '',
    ',',
    'app=cart,',
    'app in cart',
    'app in (cart',
    'app between (a,b)',
    'app=a=b',
    'app=cart tier=front',
    '-app=cart',
    'a/b/c=d',
    'app>many',
    'app in (a b)',
    '(app=cart)',
  ])('refuses %j', selector => {
    expect(parseLabelSelector(selector)).toBeUndefined();
  });
});
