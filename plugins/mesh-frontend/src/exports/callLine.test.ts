import { callLine } from './callLine';

const host = 'cart.shop.svc.cluster.local';

it.each([
  ['http', 'http'],
  ['http2', 'http'],
  ['http-web', 'http'],
  ['https', 'https'],
  ['https-internal', 'https'],
  ['postgres', 'telnet'],
  ['httpfoo', 'telnet'],
  [undefined, 'telnet'],
])('a port called %s is tried over %s', (name, scheme) => {
  const ports = [{ name, port: 9000, protocol: 'TCP' }];
  expect(callLine({ host, ports })).toBe(
    `curl -v --max-time 5 ${scheme}://${host}:9000`,
  );
});

it.each([
  ['without a host name', undefined, [{ port: 80, protocol: 'TCP' }]],
  ['without ports', host, []],
  ['of UDP alone', host, [{ port: 53, protocol: 'UDP' }]],
])('nothing is tried %s', (_, name, ports) => {
  expect(callLine({ host: name, ports })).toBeUndefined();
});
