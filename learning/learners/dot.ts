/**
 * a · b over the first `length` elements.
 *
 * Four sums at a time: one sum alone would wait four cycles for each addition before it.
 */
export function dot(a: Float64Array, b: Float64Array, length: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const blocks = length - (length % 4);
  let i = 0;
  for (; i < blocks; i += 4) {
    sum0 += a[i] * b[i];
    sum1 += a[i + 1] * b[i + 1];
    sum2 += a[i + 2] * b[i + 2];
    sum3 += a[i + 3] * b[i + 3];
  }
  for (; i < length; i++) sum0 += a[i] * b[i];
  return sum0 + sum1 + (sum2 + sum3);
}
