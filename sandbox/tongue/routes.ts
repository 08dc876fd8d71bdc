import type { SandboxRequest } from "../http/request";
import { type PathParameters, type RouteMatch, Router } from "../http/router";
import type { PortalOperation } from "../portals/call";
import type { VendorContract } from "./form";
import { readPattern } from "./patterns";

interface Route {
  readonly operation: PortalOperation;
  /** Names of the path's parameters, in their order. */
  readonly names: readonly string[];
  /** Parameters of the query that belong to it; parameters of the contract's path stand in braces. */
  readonly add: Readonly<Record<string, string>>;
}

/** Finds the contract's operation behind a vendor's method, path and added parameters. */
export class VendorRoutes {
  private readonly router = new Router<Route[]>();

  constructor(operations: readonly PortalOperation[], { connection = {}, operations: terms = {} }: VendorContract) {
    const byShape = new Map<string, Route[]>();
    for (const operation of operations) {
      const { lacks, method = operation.method, path, add = {} } = terms[operation.id] ?? {};
      if (lacks !== undefined) continue;
      const names: string[] = [];
      const template = (path ?? `${connection.prefix ?? ""}${operation.path}`)
        .replaceAll(":", "::")
        .replace(/\{(\w+)\}/g, (_, name: string) => `{p${names.push(name)}}`);
      const shape = `${method} ${template}`;
      const others = byShape.get(shape);
      const route = { operation, names, add };
      if (others === undefined) {
        const routes = [route];
        byShape.set(shape, routes);
        this.router.add(method, template, routes);
      } else others.push(route);
    }
  }

  /** @param path below the portal's prefix */
  find(
    { method, query }: Pick<SandboxRequest, "method" | "query">,
    path: string,
  ): RouteMatch<PortalOperation> | undefined {
    const found = this.router.find(method, path);
    if (found === undefined) return undefined;
    // What says most of itself comes first.
    const routes = [...found.target].sort((one, other) => Object.keys(other.add).length - Object.keys(one.add).length);
    for (const { operation, names, add } of routes) {
      const added = addedParameters(add, query);
      if (added === undefined) continue;
      const inPath = Object.fromEntries(names.map((name, index) => [name, found.parameters[`p${index + 1}`] ?? ""]));
      return { target: operation, parameters: { ...inPath, ...added } };
    }
    return undefined;
  }

  methodsOf(path: string): readonly string[] {
    return this.router.methodsOf(path);
  }
}

function addedParameters(add: Route["add"], query: URLSearchParams): PathParameters | undefined {
  let parameters: PathParameters = {};
  for (const [name, pattern] of Object.entries(add)) {
    const value = query.get(name);
    const read = value === null ? undefined : readPattern(pattern, value);
    if (read === undefined) return undefined;
    parameters = { ...parameters, ...read };
  }
  return parameters;
}
