export interface Config {
  app?: {
    meshport?: {
      /**
       * Set where the clusters are simulated ones: the home page then says so.
       *
       * @visibility frontend
       */
      simulatedClusters?: boolean;
    };
  };
}
