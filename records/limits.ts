/** Bytes of one record after gzip; Kinesis takes 10 MiB at most before. */
export const RECORD_BYTES_MAX = 16 * 1024 * 1024;

/** Rows of one record. A record is never cut, so this also bounds a segment, and with it the trainer's memory. */
export const RECORD_ROWS_MAX = 100_000;
