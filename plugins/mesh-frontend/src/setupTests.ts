import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages are rendered, on machines that do other things too: what is waited for
// comes, and how soon is measured elsewhere.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);
