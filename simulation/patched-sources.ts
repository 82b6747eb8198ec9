import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A piece of a source file, word for word, and what stands there instead while the file is loaded. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const root = path.resolve(import.meta.dirname, '..');
const copies = new Map<string, readonly Patch[]>();
let everywhere: readonly Patch[] = [];

/**
 * Lets every module that is loaded from now on be patched. So the code on trial has no seam for us: what is planted into
 * it, and what is made smaller, stands here, and a source that has changed since is found out.
 */
export function patchSources(patches: readonly Patch[]): void {
  everywhere = patches;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      const copy = context.parentURL && new URL(context.parentURL).searchParams.get('copy');
      if (!copy || !resolved.url.startsWith('file:') || resolved.url.includes('/node_modules/')) return resolved;
      return { ...resolved, url: `${resolved.url}?copy=${copy}` };
    },
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.startsWith('file:')) return loaded;
      const copy = new URL(url).searchParams.get('copy');
      const file = path.relative(root, fileURLToPath(url.split('?')[0])).replaceAll(path.sep, '/');
      const patches = [...everywhere, ...(copy === null ? [] : (copies.get(copy) ?? []))];
      const own = patches.filter((patch) => patch.file === file);
      if (own.length === 0) return loaded;
      return { ...loaded, source: own.reduce(patched, String(loaded.source)) };
    },
  });
}

/** Imports a file and all that it imports once more, as a copy of its own with more patches in it. */
export function importCopy<Module>(copy: string, patches: readonly Patch[], file: string): Promise<Module> {
  copies.set(copy, patches);
  return import(`${pathToFileURL(path.join(root, file))}?copy=${copy}`);
}

function patched(source: string, { file, find, replace }: Patch): string {
  const pieces = source.split(find);
  if (pieces.length !== 2) throw new Error(`${file}: expected once, got ${pieces.length - 1} times: ${find}`);
  return pieces.join(replace);
}
