/** What a look at one thing came to. */
export type Finding =
  | { readonly about: string; readonly state: 'good'; readonly says: string }
  /** It cannot be told here, or is nobody's fault. */
  | { readonly about: string; readonly state: 'unknown'; readonly says: string; readonly todo?: string }
  | { readonly about: string; readonly state: 'bad'; readonly says: string; readonly todo: string };

export function good(about: string, says: string): Finding {
  return { about, state: 'good', says };
}

export function unknown(about: string, says: string, todo?: string): Finding {
  return { about, state: 'unknown', says, ...(todo !== undefined && { todo }) };
}

export function bad(about: string, says: string, todo: string): Finding {
  return { about, state: 'bad', says, todo };
}
