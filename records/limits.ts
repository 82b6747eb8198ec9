/** Bytes of one record after gzip; Kinesis takes 10 MiB at most before. */
export const RECORD_BYTES_MAX = 16 * 1024 * 1024;

/** Rows of one record. A record is never cut, so this also bounds a segment, and with it the trainer's memory. */
export const RECORD_ROWS_MAX = 100_000;

/** Labels of one record of labels: each is a write, so this bounds the time that a record takes. */
export const RECORD_LABELS_MAX = 1_000;

/** Numbers of one record: each takes two bytes of JSON at least, so none within the limit of bytes has more. */
export const RECORD_VALUES_MAX = RECORD_BYTES_MAX / 2;

/** Brackets open at once; a record is four deep. To parse and to free a few million levels takes seconds. */
export const JSON_DEPTH_MAX = 100;

/** Lists and objects of one record: five for each row. `{}` is 2 bytes on the stream, and 50 to 100 in memory. */
export const JSON_BRACKETS_MAX = 5 * RECORD_ROWS_MAX;

/** Fields of one object: twice as many as a model may have features. Two million in one object take 4 s and 500 MiB. */
export const JSON_FIELDS_MAX = 20_000;

/**
 * What the trainer decodes at once: bytes after gzip, and 8 for each value, of all records together. A batch that is more
 * is taken in parts, each with its own commit. A record that is more by itself is a part by itself.
 */
export const PART_BYTES_MAX = 64 * 1024 * 1024;

/** Features are within what float32 holds, in every encoding: squares and sums of them then stay finite. */
export const FEATURE_MAX = 3.4028234663852886e38;
