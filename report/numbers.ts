const MINUS = '−';

/** `1,049,871` */
export function count(value: number): string {
  return grouped(Math.round(value).toString().replace('-', MINUS));
}

/** `104,987`; `1.05 million` from a million on, where a reader wants the size and not the digits. */
export function roughCount(value: number): string {
  return value < 1e6 ? count(value) : `${(value / 1e6).toFixed(2)} million`;
}

/** `0.831`; a dash where there is no number. */
export function decimals(value: number | null, digits = 3): string {
  return value === null || !Number.isFinite(value) ? '–' : value.toFixed(digits).replace('-', MINUS);
}

/** `4.2 s`, `0.03 s`, `11 min 4 s` */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(seconds < 0.095 ? 2 : 1)} s`;
  if (seconds < 120) return `${seconds.toFixed(seconds < 99.95 ? 1 : 0)} s`;
  return `${count(Math.floor(Math.round(seconds) / 60))} min ${Math.round(seconds) % 60} s`;
}

/** `3 s`, `12 min`, `5 h`, `3 days`: as fine as one wants to know how long ago something was. */
export function age(seconds: number): string {
  if (seconds < 120) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${count(seconds / 86_400)} days`;
}

/** `2026-11-24 08:19:03 UTC` */
export function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `1 segment`, `2,000 segments` */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** A share of 1 as a length in SVG: `12.5%` */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))}%`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
