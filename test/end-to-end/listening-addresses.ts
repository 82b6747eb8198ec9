import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { attempt, descendants } from './process-tree.ts';

export interface ListeningAddress {
  readonly address: string;
  readonly port: number;
}

/** Where this process and all its descendants listen, by Linux's /proc. */
export function listeningAddresses(): ListeningAddress[] {
  const inodes = new Set(descendants(process.pid).flatMap(socketsOf));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && inodes.has(fields[9])) // 0A: LISTEN
      .map((fields) => addressOf(fields[1])),
  );
}

function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  const targets = attempt(() => readdirSync(folder))?.map((fd) => attempt(() => readlinkSync(`${folder}/${fd}`)));
  return (targets ?? []).flatMap((target) => (target?.startsWith('socket:[') ? [target.slice(8, -1)] : []));
}

/** `0100007F:1F90` is 127.0.0.1, port 8080. */
function addressOf(hex: string): ListeningAddress {
  const [address, port] = hex.split(':');
  const bytes = address.match(/../g) as string[];
  if (bytes.length === 4)
    return {
      address: bytes
        .toReversed()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.'),
      port: Number.parseInt(port, 16),
    };
  return { address: /^0{24}01000000$/.test(address) ? '::1' : address, port: Number.parseInt(port, 16) };
}
