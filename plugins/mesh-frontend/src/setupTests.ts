import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The first render of a suite loads the card's code, which a busy machine is slow at.
configure({ asyncUtilTimeout: 10_000 });
