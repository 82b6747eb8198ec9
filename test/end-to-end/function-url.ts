import { request } from 'node:http';

/** The emulator looks whether a request is signed, and not by whom. */
const signed = { Authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request' };

export interface UrlAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** A request to a function URL, which the emulator knows by the name of the host. */
export function askUrl(
  url: string,
  endpoint: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = signed,
): Promise<UrlAnswer> {
  const { hostname, port } = new URL(endpoint);
  const sent = { Host: new URL(url).host, 'Content-Type': 'application/json', ...headers };
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers: sent }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      const text = Buffer.concat(parts).toString();
      const { statusCode = 0, headers: received } = response;
      resolve({ status: statusCode, contentType: received['content-type'], body: JSON.parse(text) });
    });
    asked.once('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}
