import { readEnvironment } from '../environment.ts';
import { bad, type Finding, unknown } from './finding.ts';

/** An emulator may lack what AWS has: that is not known then, and no fault. */
export async function looked(about: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    const says = `could not be looked at: ${messageOf(error)}`;
    const isEmulator = readEnvironment().endpoint !== undefined;
    return [isEmulator ? unknown(about, says) : bad(about, says, 'these credentials must be allowed to read it')];
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
