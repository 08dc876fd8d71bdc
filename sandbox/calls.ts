/** Counts requests by portal, method and route template. */
export class CallCounter {
  private readonly counts = new Map<string, Map<string, number>>();
  private total = 0;

  count(portal: string, method: string, route: string): void {
    const routes = this.counts.get(portal) ?? new Map<string, number>();
    this.counts.set(portal, routes);
    const name = `${method} ${route}`;
    routes.set(name, (routes.get(name) ?? 0) + 1);
    this.total += 1;
  }

  reset(): void {
    this.counts.clear();
    this.total = 0;
  }

  /** `{ total, routes: { csp: { "GET /clients": 3 } } }`, sorted by route. */
  report(): { readonly total: number; readonly routes: Record<string, Record<string, number>> } {
    return {
      total: this.total,
      routes: Object.fromEntries(
        [...this.counts].map(([portal, routes]) => [portal, Object.fromEntries([...routes].sort())]),
      ),
    };
  }
}
