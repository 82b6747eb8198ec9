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
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/end-to-end/**'], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
