import { type KindName, REFERENCES_INPUT } from "../../provider/model";
import { summaryOf } from "../../engine/digest";

/** One resource of a plan that is written down here and not made by the engine: for what doesn't hang on the engine. */
export interface WrittenResource {
  readonly kind: KindName;
  readonly name: string;
  readonly before?: object;
  readonly after?: object;
  readonly operation?: string;
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  /** By path: of which resource the value is the id, as the program's side leaves it: `{ "profiles[0]": "Profile::desk" }`. */
  readonly references?: Readonly<Record<string, string>>;
  readonly outputs?: object;
  /** Default: `id-` and the name. */
  readonly id?: string;
  /** Whether the engine protects it, before and after. */
  readonly protect?: readonly [before: boolean, after: boolean];
}

/** An object that stays as it is. */
export function same(kind: KindName, name: string, values: object): WrittenResource {
  return { kind, name, before: values, after: values };
}

export function urnOf(kind: KindName, name: string): string {
  return `urn:pulumi:test::realm::pulumi-nodejs:dynamic/reseller:${kind}::${name}`;
}

export function planText(resources: readonly WrittenResource[], extra: object = {}): string {
  const steps = resources.map((resource) => {
    const {
      kind,
      name,
      before,
      after,
      operation,
      dependencies = {},
      references,
      outputs = {},
      protect = [false, false],
    } = resource;
    const id = resource.id ?? `id-${name}`;
    const urn = urnOf(kind, name);
    const op =
      operation ??
      (before === undefined ? "create" : after === undefined ? "delete" : before === after ? "same" : "update");
    const state = (inputs: object) => ({
      urn,
      custom: true,
      ...(before === undefined || op === "replace" ? {} : { id }),
      type: `pulumi-nodejs:dynamic/reseller:${kind}`,
      inputs: {
        __provider: "code",
        ...inputs,
        ...(references === undefined ? {} : { [REFERENCES_INPUT]: references }),
      },
      outputs: { __provider: "code", ...inputs, ...outputs },
      propertyDependencies: dependencies,
      sourcePosition: "project:///index.ts#3,7",
    });
    return {
      op,
      urn,
      ...(before === undefined ? {} : { oldState: { ...state(before), id, protect: protect[0] } }),
      ...(after === undefined ? {} : { newState: { ...state(after), protect: protect[1] } }),
    };
  });
  return JSON.stringify({
    config: { "reseller:portal": "csp" },
    steps,
    diagnostics: [],
    changeSummary: summaryOf(steps),
    ...extra,
  });
}
