import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['bin/**', 'cli/**', 'exchange/**', 'lambdas/**', 'learning/**', 'lib/**', 'records/**', 'report/**'],
      reporter: ['text-summary'],
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/end-to-end/**'],
          testTimeout: 30_000,
          maxWorkers: '100%', // Vitest leaves a core free, which of two is half of them
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1, // an emulator, its functions and a browser are enough for a machine
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
