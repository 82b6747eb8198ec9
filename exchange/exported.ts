/** What a file is to hold, and what whoever uses it should know. */
export interface Exported {
  readonly content: string | Uint8Array;
  readonly notes: readonly string[];
}
