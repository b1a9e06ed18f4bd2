export { editAll } from './editRepository';
export type { RepositoryEdit, WrittenChange } from './RepositoryEdit';
export type { FileChange, Repository } from './Repository';
