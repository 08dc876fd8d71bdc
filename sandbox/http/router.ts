import FindMyWay, { type HTTPMethod, type HTTPVersion, type Instance } from "find-my-way";

export type PathParameters = Readonly<Record<string, string>>;

/** A route that was found, with the parameters of the path, decoded. */
export interface RouteMatch<Target> {
  readonly target: Target;
  readonly parameters: PathParameters;
}

/** Ids are at most 128 characters, but what is sent may be longer, and still deserves a plain "not found". */
const LONGEST_PARAMETER = 4096;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const satisfies readonly HTTPMethod[];

interface Route<Target> {
  readonly method: (typeof METHODS)[number];
  readonly template: string;
  readonly target: Target;
}

/** Finds routes by method and path template, such as `/clients/{clientId}`. */
export class Router<Target> {
  private readonly routes: Route<Target>[] = [];
  /** Made for the first request: each route is compiled, and most sandboxes are asked about one portal only. */
  private compiled: Instance<HTTPVersion.V1> | undefined;

  add(method: (typeof METHODS)[number], template: string, target: Target): void {
    this.routes.push({ method, template, target });
    this.compiled = undefined;
  }

  find(method: string, path: string): RouteMatch<Target> | undefined {
    this.compiled ??= compile(this.routes);
    const found = this.compiled.find(method as HTTPMethod, path);
    if (found === null || found.store === null) return undefined;
    return { target: found.store as Target, parameters: found.params as PathParameters };
  }

  /** The methods that a path has; none where there is no such path. */
  methodsOf(path: string): readonly string[] {
    return METHODS.filter((method) => this.find(method, path) !== undefined);
  }
}

function compile(routes: readonly Route<unknown>[]): Instance<HTTPVersion.V1> {
  const router = FindMyWay({ maxParamLength: LONGEST_PARAMETER });
  for (const { method, template, target } of routes)
    router.on(method, template.replace(/\{(\w+)\}/g, ":$1"), () => undefined, target);
  return router;
}
