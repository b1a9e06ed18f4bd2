export { ExportsListPage } from './ExportsListPage';
export { LinksPage } from './LinksPage';
