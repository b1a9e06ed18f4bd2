import { useEffect, useRef, useState } from 'react';

/** How often `value` has changed since the first render. */
export function useChangeCount(value: string): number {
  const before = useRef(value);
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    setCount(n => n + 1);
  }, [value]);
  return count;
}
