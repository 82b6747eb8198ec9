/** Bytes of one record after gzip; Kinesis takes 10 MiB at most before. */
export const RECORD_BYTES_MAX = 16 * 1024 * 1024;

/** Rows of one record. A record is never cut, so this also bounds a segment, and with it the trainer's memory. */
export const RECORD_ROWS_MAX = 100_000;

/** Numbers of one record: each takes two bytes of JSON at least, so none within the limit of bytes has more. */
export const RECORD_VALUES_MAX = RECORD_BYTES_MAX / 2;

/** Features are within what float32 holds, in every encoding: squares and sums of them then stay finite. */
export const FEATURE_MAX = 3.4028234663852886e38;
