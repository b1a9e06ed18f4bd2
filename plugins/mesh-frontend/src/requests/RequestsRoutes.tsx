import { Route, Routes } from 'react-router-dom';
import { RequestPage } from './RequestPage';
import { RequestsPage } from './RequestsPage';

/** All requests, and one of them. */
export function RequestsRoutes() {
  return (
    <Routes>
      <Route path="/" element={<RequestsPage />} />
      <Route path="/:id" element={<RequestPage />} />
    </Routes>
  );
}
