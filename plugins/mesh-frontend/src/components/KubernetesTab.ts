import { createContext } from 'react';

/** Address of the tab with pods, logs and events of the entity around, where there is one. */
export const KubernetesTab = createContext<string | undefined>(undefined);
