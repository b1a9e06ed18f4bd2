import { MeshApiError, type MeshClient } from '@meshport/plugin-mesh-common';

/** Answers by operation; each call takes what is set at that moment. */
export type Recordings = {
  [Operation in keyof MeshClient]?: () => ReturnType<MeshClient[Operation]>;
};

/** The API in memory: answers what it was given, 404 for everything else. */
export function createRecordedMeshClient(recordings: Recordings): MeshClient {
  const notRecorded = async () => {
    throw new MeshApiError(
      404,
      'Nothing here that you may read; it takes the permission mesh.service.read.',
    );
  };
  return {
    listClusters: () => (recordings.listClusters ?? notRecorded)(),
    getCluster: () => (recordings.getCluster ?? notRecorded)(),
    getEntity: () => (recordings.getEntity ?? notRecorded)(),
    getEntityMetrics: () => (recordings.getEntityMetrics ?? notRecorded)(),
    getEntityDependencies: () =>
      (recordings.getEntityDependencies ?? notRecorded)(),
    listServices: () => (recordings.listServices ?? notRecorded)(),
    getService: () => (recordings.getService ?? notRecorded)(),
    getServiceMetrics: () => (recordings.getServiceMetrics ?? notRecorded)(),
    getServiceDependencies: () =>
      (recordings.getServiceDependencies ?? notRecorded)(),
    getGraph: () => (recordings.getGraph ?? notRecorded)(),
    listNamespaces: () => (recordings.listNamespaces ?? notRecorded)(),
    getNamespace: () => (recordings.getNamespace ?? notRecorded)(),
    listExports: () => (recordings.listExports ?? notRecorded)(),
    listLinks: () => (recordings.listLinks ?? notRecorded)(),
    getSetup: () => (recordings.getSetup ?? notRecorded)(),
    preflight: () => (recordings.preflight ?? notRecorded)(),
    fileRequest: () => (recordings.fileRequest ?? notRecorded)(),
    listRequests: () => (recordings.listRequests ?? notRecorded)(),
    getRequest: () => (recordings.getRequest ?? notRecorded)(),
    approveRequest: () => (recordings.approveRequest ?? notRecorded)(),
    rejectRequest: () => (recordings.rejectRequest ?? notRecorded)(),
    askForChanges: () => (recordings.askForChanges ?? notRecorded)(),
    resubmitRequest: () => (recordings.resubmitRequest ?? notRecorded)(),
    withdrawRequest: () => (recordings.withdrawRequest ?? notRecorded)(),
    commentOnRequest: () => (recordings.commentOnRequest ?? notRecorded)(),
    recheckRequest: () => (recordings.recheckRequest ?? notRecorded)(),
    continueRequest: () => (recordings.continueRequest ?? notRecorded)(),
    pauseRequest: () => (recordings.pauseRequest ?? notRecorded)(),
    retryRequest: () => (recordings.retryRequest ?? notRecorded)(),
  };
}
