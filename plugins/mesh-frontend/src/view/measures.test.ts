import { measure, type MeasureKind } from './measures';

it.each<[MeasureKind, number, string, string]>([
  ['requests', 0, '0', 'requestsPerSecond'],
  ['requests', 0.00312, '0.00312', 'requestsPerSecond'],
  ['requests', 12.3456, '12.3', 'requestsPerSecond'],
  ['requests', 1234.5, '1,235', 'requestsPerSecond'],
  ['success', 1, '100', 'percent'],
  ['success', 0.9999999, '99.99', 'percent'],
  ['success', 0.9995, '99.95', 'percent'],
  ['success', 0.57, '57', 'percent'],
  ['success', 0, '0', 'percent'],
  ['latency', 0.5, '0.5', 'milliseconds'],
  ['latency', 999, '999', 'milliseconds'],
  ['latency', 1250, '1.25', 'seconds'],
  ['connections', 1.4, '1.4', 'connectionsPerSecond'],
  ['bytes', 0, '0', 'bytesPerSecond'],
  ['bytes', 999, '999', 'bytesPerSecond'],
  ['bytes', 8200, '8.2', 'kilobytesPerSecond'],
  ['bytes', 999_900, '1', 'megabytesPerSecond'],
  ['bytes', 3.2e12, '3,200', 'gigabytesPerSecond'],
])('writes %s of %d as %s %s', (kind, value, written, unit) => {
  expect(measure(kind, value, 'en')).toEqual({ value: written, unit });
});

it('writes as the reader does', () => {
  expect(measure('success', 0.9995, 'de').value).toBe('99,95');
});
