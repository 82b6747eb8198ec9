import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import type { PredictorAnswer, PredictorRequest } from './predictor.ts';

/** What a function URL hands over (payload format 2.0). */
export function requestOf(event: LambdaFunctionURLEvent): PredictorRequest {
  const { rawPath, queryStringParameters, requestContext, body, isBase64Encoded } = event;
  return {
    method: requestContext.http.method,
    path: rawPath,
    query: queryStringParameters ?? {},
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** What a function URL sends back. A problem has a media type of its own (RFC 9457). */
export function resultOf({ status, headers, body }: PredictorAnswer): LambdaFunctionURLResult {
  const contentType = status < 400 ? 'application/json' : 'application/problem+json';
  return {
    statusCode: status,
    headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
