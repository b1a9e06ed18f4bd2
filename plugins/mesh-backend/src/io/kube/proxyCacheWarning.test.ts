import { ConfigReader } from '@backstage/config';
import { proxyCacheWarning } from './proxyCacheWarning';

describe('proxyCacheWarning', () => {
  it('says what to add where the cache is not configured', () => {
    const config = new ConfigReader({ kubernetes: { proxy: {} } });
    expect(proxyCacheWarning(config)?.message).toContain('86400000');
    expect(proxyCacheWarning(new ConfigReader({}))).toBeDefined();
  });

  it('is silent where it is', () => {
    const middlewareCache = { ttl: { milliseconds: 1 }, maxSize: 1 };
    const config = new ConfigReader({
      kubernetes: { proxy: { middlewareCache } },
    });
    expect(proxyCacheWarning(config)).toBeUndefined();
  });
});
