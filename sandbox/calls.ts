/** Counts requests by portal, method and route. */
export class Calls {
  private readonly counts = new Map<string, Map<string, number>>();

  add(portal: string, method: string, route: string): void {
    const routes = this.counts.get(portal) ?? new Map<string, number>();
    const name = `${method} ${route}`;
    routes.set(name, (routes.get(name) ?? 0) + 1);
    this.counts.set(portal, routes);
  }

  reset(): void {
    this.counts.clear();
  }

  report(): { total: number; routes: Record<string, Record<string, number>> } {
    const routes = Object.fromEntries(
      [...this.counts].map(([portal, counts]) => [portal, Object.fromEntries([...counts].sort())]),
    );
    const total = [...this.counts.values()]
      .flatMap((counts) => [...counts.values()])
      .reduce((sum, count) => sum + count, 0);
    return { total, routes };
  }
}
