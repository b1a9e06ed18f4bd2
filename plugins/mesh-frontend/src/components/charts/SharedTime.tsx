import { createContext, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

interface SharedTimeValue {
  /** Index of the time that the pointer is at, in any of the charts. */
  readonly index?: number;
  setIndex(index: number | undefined): void;
}

const SharedTimeContext = createContext<SharedTimeValue>({ setIndex() {} });

/** Charts in it show the same time under one pointer. */
export function SharedTime({ children }: { children: ReactNode }) {
  const [index, setIndex] = useState<number>();
  const value = useMemo(() => ({ index, setIndex }), [index]);
  return (
    <SharedTimeContext.Provider value={value}>
      {children}
    </SharedTimeContext.Provider>
  );
}

/** The time that the pointer is at, shared by all charts around. */
export function useSharedTime(): SharedTimeValue {
  return useContext(SharedTimeContext);
}
