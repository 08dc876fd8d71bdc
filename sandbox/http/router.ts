import FindMyWay, { type HTTPMethod } from "find-my-way";

export type PathParameters = Readonly<Record<string, string>>;

/** A route that was found, with the parameters of the path, decoded. */
export interface RouteMatch<Target> {
  readonly target: Target;
  readonly parameters: PathParameters;
}

/** Ids are at most 128 characters, but what is sent may be longer, and still deserves a plain "not found". */
const LONGEST_PARAMETER = 4096;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const satisfies readonly HTTPMethod[];

/** Finds routes by method and path template, such as `/clients/{clientId}`. */
export class Router<Target> {
  private readonly router = FindMyWay({ maxParamLength: LONGEST_PARAMETER });

  add(method: (typeof METHODS)[number], template: string, target: Target): void {
    this.router.on(method, template.replace(/\{(\w+)\}/g, ":$1"), () => undefined, target);
  }

  find(method: string, path: string): RouteMatch<Target> | undefined {
    const found = this.router.find(method as HTTPMethod, path);
    if (found === null || found.store === null) return undefined;
    return { target: found.store as Target, parameters: found.params as PathParameters };
  }

  /** The methods that a path has; none where there is no such path. */
  methodsOf(path: string): readonly string[] {
    return METHODS.filter((method) => this.find(method, path) !== undefined);
  }
}
