import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { meshContract } from './contract';
import { createOpenApiDocument } from './openApiDocument';
import { requestContract } from './requestContract';

const FILE = resolve(__dirname, '../../openapi.yaml');

const HEADER = `# Emitted from src/api/contract.ts. After a change of the contract, accept the new
# document with: yarn workspace @meshport/plugin-mesh-common openapi
`;

describe('openapi.yaml', () => {
  it('is what the contract says', () => {
    const document =
      HEADER +
      stringify(createOpenApiDocument(), {
        aliasDuplicateObjects: false,
        lineWidth: 0,
        singleQuote: true,
      });
    if (process.env.UPDATE_OPENAPI) writeFileSync(FILE, document);
    expect(readFileSync(FILE, 'utf8')).toBe(document);
  });

  it('has every operation of the contract once', () => {
    const { paths } = createOpenApiDocument() as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const ids = Object.values(paths).flatMap(methods =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(ids.sort()).toEqual(
      [...Object.keys(meshContract), ...Object.keys(requestContract)].sort(),
    );
  });
});
