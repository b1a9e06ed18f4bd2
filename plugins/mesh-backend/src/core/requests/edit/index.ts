export { editAll } from './editRepository';
export type { WrittenChange } from './RepositoryEdit';
export type { FileChange } from './Repository';
