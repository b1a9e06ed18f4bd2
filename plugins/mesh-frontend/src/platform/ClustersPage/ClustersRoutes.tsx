import { Route, Routes } from 'react-router-dom';
import { ClusterPage } from './ClusterPage';
import { ClustersPage } from './ClustersPage';

/** All clusters, and one of them. */
export function ClustersRoutes() {
  return (
    <Routes>
      <Route path="/" element={<ClustersPage />} />
      <Route path="/:cluster" element={<ClusterPage />} />
    </Routes>
  );
}
