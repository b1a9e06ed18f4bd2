import type { LoggerService } from '@backstage/backend-plugin-api';
import type { WatchedKind } from '@meshport/plugin-mesh-node';
import { z } from 'zod';

const schema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});

export type TestObject = z.infer<typeof schema>;

export const aKind = (
  plural: string,
  more: Partial<WatchedKind<TestObject>> = {},
): WatchedKind<TestObject> => ({
  group: '',
  versions: ['v1'],
  plural,
  kind: plural,
  schema,
  ...more,
});

export const anObject = (
  name: string,
  metadata: Record<string, unknown> = {},
) => ({ metadata: { name, namespace: 'default', ...metadata } });

export const namesOf = (items: readonly unknown[]) =>
  (items as TestObject[]).map(({ metadata }) => metadata.name).sort();

export const silentLogger: LoggerService = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => silentLogger,
};
