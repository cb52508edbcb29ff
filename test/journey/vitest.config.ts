import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/** Whole rehearsals, from a site file to its report, with everything that can go wrong on the way: minutes of their own. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/journey/**/*.test.ts'],
  },
});
