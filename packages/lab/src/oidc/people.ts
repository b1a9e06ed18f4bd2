import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { isJsonObject, type JsonObject } from '../apiserver/KubeObject.ts';
import { renameIn, type NameMap } from '../world/rename.ts';

/** Somebody of the simulated company whom the portal's visitor can be. */
export interface Person {
  /** Name of the User in the catalog. */
  name: string;
  displayName: string;
  email: string;
  /** What the sign-in page says about the person. */
  description: string;
}

const PEOPLE: readonly Pick<Person, 'name' | 'description'>[] = [
  {
    name: 'dev-gitlab',
    description: 'Developer, owns gitlab, wiki and notes',
  },
  {
    name: 'dev-payments',
    description: 'Developer, owns payments and orders',
  },
  {
    name: 'platform',
    description: 'Platform engineer, runs the clusters and the meshes',
  },
];

/** The people to sign in as, with what the catalog says about them; those who are not in it are left out. */
export function readPeople(
  catalogFiles: readonly string[],
  names: NameMap,
): Person[] {
  const users = catalogFiles.flatMap(usersIn);
  return PEOPLE.flatMap(entry => {
    const person = renameIn(entry, names);
    const user = users.find(({ name }) => name === person.name);
    return user ? [{ ...person, ...user }] : [];
  });
}

function usersIn(file: string): Omit<Person, 'description'>[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).flatMap(document => {
    const entity: unknown = document.toJS();
    if (!isJsonObject(entity) || entity.kind !== 'User') return [];
    const name = String(child(entity, 'metadata').name);
    const { displayName, email } = child(child(entity, 'spec'), 'profile');
    return typeof email === 'string'
      ? [{ name, displayName: String(displayName ?? name), email }]
      : [];
  });
}

function child(object: JsonObject, field: string): JsonObject {
  const value = object[field];
  return isJsonObject(value) ? value : {};
}
