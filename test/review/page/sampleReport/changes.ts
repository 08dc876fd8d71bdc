import type { Report } from "../../../../review";
import { PROFILES, WIDE_USER } from "./profiles";
import type { SampleRealm } from "./realm";

export function changes(realm: SampleRealm): Report["changes"] {
  const permissions = (names: readonly string[]) => JSON.stringify(names);
  const [user, planned] = [PROFILES.user, PROFILES.planned];
  return [
    change(
      "Profile/user",
      "Profile",
      "update",
      [["permissions", permissions(user.before), permissions(user.after)]],
      4,
    ),
    change(
      "Profile/support",
      "Profile",
      "update",
      [["permissions", permissions(WIDE_USER), permissions([...WIDE_USER, "show_clients"])]],
      12,
    ),
    change("Profile/storage", "Profile", "update", [["permissions", permissions(planned.before), "[unknown]"]], 3),
    change(
      realm.replaced() ?? "User/x",
      "User",
      "replace",
      [
        ["username", '"bruno"', '"bruno.huber"'],
        ["password", "[secret]", "[secret]"],
      ],
      18,
    ),
  ];
}

function change(
  key: string,
  kind: string,
  operation: "update" | "replace",
  properties: readonly (readonly [name: string, before: string, after: string])[],
  line: number,
): Report["changes"][number] {
  return {
    key,
    kind,
    urn: `urn:pulumi:prod::realm::pulumi-nodejs:dynamic/reseller:${kind}::${key.split("/")[1] ?? key}`,
    operation,
    because: operation === "replace" ? ["username"] : [],
    properties: properties.map(([name, before, after]) => ({ name, before, after })),
    source: { file: "realm.yaml", line },
  };
}
