import type { Patch } from './patched-sources.ts';

/**
 * What the simulation makes smaller, to run twenty times as many schedules: how much is remembered, never what is done.
 * A snapshot is then 5 kB instead of 80. The checksum is the same one by zlib, which a test holds against ours.
 */
export const smallCapacities: readonly Patch[] = [
  { file: 'learning/snapshot/recent-ids.ts', find: 'RECENT_IDS = 4_096', replace: 'RECENT_IDS = 128' },
  { file: 'learning/metrics/auc.ts', find: 'AUC_EXACT_ROWS = 2_048', replace: 'AUC_EXACT_ROWS = 32' },
  { file: 'learning/metrics/auc.ts', find: 'BINS = 1_024', replace: 'BINS = 16' },
  { file: 'learning/threshold.ts', find: 'BINS = 128', replace: 'BINS = 16' },
  { file: 'learning/drift/adwin.ts', find: 'ROWS = 40;', replace: 'ROWS = 10;' },
  { file: 'learning/metrics/quality.ts', find: 'ROLLING_SEGMENTS = 50', replace: 'ROLLING_SEGMENTS = 4' },
  {
    file: 'learning/snapshot/crc32.ts',
    find: 'export function crc32(',
    replace: "export { crc32 } from 'node:zlib';\nexport function crc32OfOurOwn(",
  },
];
