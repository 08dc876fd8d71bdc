import type { Environment, KeptSettings, Portal, SettingFact, SettingOrigin } from "../model/portal";

export const ENDPOINT_VARIABLES = ["RESELLER_ENDPOINT"];
export const PORTAL_VARIABLES = ["RESELLER_PORTAL"];

export type SettingSources = ReturnType<typeof settingSources>;

/**
 * Where settings come from: the program's configuration, then the environment, then what the vendor's own tools keep. The last one is only
 * looked at when something is wanted of it.
 */
export function settingSources(
  portal: Portal | undefined,
  get: (member: string) => string | undefined,
  environment: Environment,
  tell: (problem: string) => void,
) {
  let kept: KeptSettings | undefined;
  const ofTools = (name: string): string | undefined => {
    if (kept === undefined) {
      kept = portal?.keptByTools?.(environment) ?? { values: {}, problems: [] };
      for (const problem of kept.problems) tell(problem);
    }
    return kept.values[name];
  };
  const places = ({ name, environment: variables }: Pick<SettingFact, "name" | "environment">) => [
    () => get(name),
    () => firstSet(environment, variables),
    () => ofTools(name),
  ];
  const placeOf = (setting: SettingFact) => places(setting).findIndex((place) => place() !== undefined);
  return {
    value(setting: SettingFact): string | undefined {
      const partner = portal?.settings.find(({ name }) => name === setting.goesWith);
      if (partner !== undefined) return places(setting)[placeOf(partner)]?.();
      return places(setting)[placeOf(setting)]?.();
    },
    /** Where each setting that is set comes from. */
    origins(): SettingOrigin[] {
      const variables = [...ENDPOINT_VARIABLES, ...(portal?.endpoint?.environment ?? [])];
      const endpoint = { name: "endpoint", environment: variables, credential: false };
      const first = { name: "portal", environment: PORTAL_VARIABLES, credential: false };
      return [first, endpoint, ...(portal?.settings ?? [])].flatMap((setting) => {
        const place = placeOf(setting as SettingFact);
        const variable = setting.environment.find((name) => (environment[name] ?? "") !== "");
        const from =
          place === 0
            ? "the stack"
            : place === 1
              ? `${variable} in the environment`
              : place === 2
                ? "a file of the vendor's tools"
                : undefined;
        const isUsual = from === undefined && setting === endpoint && portal?.endpoint?.usual !== undefined;
        if (from === undefined && !isUsual) return [];
        return [{ setting: setting.name, from: from ?? "the default", credential: setting.credential }];
      });
    },
    whyNotKept: () => (kept?.absent === undefined ? "" : `. It would be taken from there, but ${kept.absent}`),
    endpoint(): string | undefined {
      const variables = [...ENDPOINT_VARIABLES, ...(portal?.endpoint?.environment ?? [])];
      const given = get("endpoint") ?? firstSet(environment, variables);
      // Only a portal that says something of its address can have one that its tools keep.
      return given ?? (portal?.endpoint === undefined ? undefined : (ofTools("endpoint") ?? portal.endpoint.usual));
    },
  };
}

export function firstSet(environment: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => environment[name]).find((value) => value !== undefined && value !== "");
}
