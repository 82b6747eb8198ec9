import { gunzipSync } from 'node:zlib';
import type { Gunzip } from '../../records/decode.ts';

/** gzip by zlib. A result that would be longer than the limit is a `RangeError`, before the memory is taken. */
export const gunzip: Gunzip = (bytes, bytesMax) => gunzipSync(bytes, { maxOutputLength: bytesMax });
