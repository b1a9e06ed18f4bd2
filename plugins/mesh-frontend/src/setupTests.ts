import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are rendered, on machines that do other things too: what is waited for
// comes, and how soon is measured elsewhere.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);

/** Nothing has a size here, so that nothing ever changes it. */
class SizesThatStay implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= SizesThatStay;
