/** A time in messages. */
export function seconds(ms: number): string {
  return `${Math.ceil(ms) / 1000} s`;
}
