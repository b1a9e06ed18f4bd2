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
  auth?: {
    providers?: {
      /**
       * Where people sign in by OpenID Connect. The sign-in page sees that it is there, and
       * nothing of what it says.
       *
       * @visibility frontend
       */
      oidc?: { [environment: string]: object };
    };
  };
}
