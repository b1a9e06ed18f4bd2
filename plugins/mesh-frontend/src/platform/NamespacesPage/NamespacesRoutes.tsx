import { Route, Routes } from 'react-router-dom';
import { NamespacePage } from './NamespacePage';
import { NamespacesPage } from './NamespacesPage';

/** All namespaces, and one of them. */
export function NamespacesRoutes() {
  return (
    <Routes>
      <Route path="/" element={<NamespacesPage />} />
      <Route path="/:cluster/:namespace" element={<NamespacePage />} />
    </Routes>
  );
}
