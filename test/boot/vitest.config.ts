import { defineConfig } from 'vitest/config';
import { BOOT_LIMIT_SECONDS } from '../support/boot/qemu.ts';

/** Machines start one after another: each is emulated and takes one processor whole. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/boot/**/*.test.ts'],
    testTimeout: (BOOT_LIMIT_SECONDS + 30) * 1000,
    hookTimeout: 300_000,
    // When nothing starts, a few machines that hang say as much as all of them.
    bail: 3,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
  },
});
