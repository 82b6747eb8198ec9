import type { ServerResponse } from 'node:http';
import type { FeedEvent, LiveFeed, Place } from './live-feed.ts';

/** A proxy or a browser that hears nothing for a minute may hang up. */
const BEAT_EVERY_MS = 15_000;
/** A page that has taken nothing for so long is not there any more. */
const BLOCKED_MAX_MS = 30_000;

/**
 * Sends a page what it lacks, as server-sent events, until either side ends it. To a page that takes nothing nothing is
 * sent: what waits for it is one event at most, and when it takes again, it gets what it then lacks.
 *
 * @returns what ends it
 */
export function streamEvents(response: ServerResponse, feed: LiveFeed, from: Place): () => void {
  let place = from;
  let told = '';
  let blockedAt: number | undefined;
  const write = ({ name, data, place: then }: FeedEvent): void => {
    place = then;
    const taken = response.write(`event: ${name}\nid: ${then.telling}-${then.version}\ndata: ${data}\n\n`);
    if (!taken) blockedAt = performance.now();
  };
  const send = (): void => {
    const lacking = blockedAt === undefined ? feed.since(place) : undefined;
    if (lacking !== undefined) write(lacking);
    const state = blockedAt === undefined ? feed.state() : undefined;
    if (state === undefined || withoutTime(state) === told) return;
    told = withoutTime(state);
    write(state);
  };
  const beat = setInterval(() => {
    if (blockedAt === undefined) response.write(': still here\n\n');
    else if (performance.now() - blockedAt > BLOCKED_MAX_MS) response.destroy();
  }, BEAT_EVERY_MS);
  const forget = feed.onChange(send);
  const stop = (): void => {
    clearInterval(beat);
    forget();
  };
  response.on('drain', () => {
    blockedAt = undefined;
    send();
  });
  response.on('close', stop);
  response.on('error', stop);
  send();
  return () => {
    stop();
    response.end();
  };
}

/** `3-41` is version 41 of the third telling. @returns nothing for what is no such id */
export function placeOf(id: string | undefined): Place | undefined {
  const found = /^(\d{1,15})-(\d{1,15})$/.exec(id ?? '');
  return found === null ? undefined : { telling: Number(found[1]), version: Number(found[2]) };
}

function withoutTime({ data }: FeedEvent): string {
  return data.replace(/"nowMs":\d+/, '');
}
