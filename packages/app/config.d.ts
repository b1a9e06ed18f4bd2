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
  mesh?: {
    metrics?: {
      /**
       * Where numbers come from. The home page sees that there is something, and nothing
       * of what it says.
       *
       * @visibility frontend
       */
      stores?: object;
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
