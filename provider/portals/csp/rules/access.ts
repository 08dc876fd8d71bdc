import { isDeepStrictEqual } from "node:util";
import { type Finding, UNKNOWN } from "../../../model";
import { known, type DeclaredOf } from "../../../model/declared";
import { rule } from "../../../model/rule";
import { admitsAddress, admitsTime } from "../lockout";
import { ACCESS, userKey } from "../reading";
import type { Check } from "./check";
import { rightsFindings } from "./rights";

export const A1 = rule({
  id: "csp/A1",
  severity: "refuse",
  sentence: "The user that the token belongs to can't be locked out or deleted.",
  source: "conditional access pages",
  fields: { User: ["accessTimes", "sourceAddresses"] },
  live: {
    User: async (broken, { realm, inputs }: Check<"User">) => {
      const { account, accessTimes, sourceAddresses } = inputs;
      if (ACCESS.every((sort) => inputs[sort] === undefined) || account === UNKNOWN) return [];
      const me = await realm.me();
      if ((await realm.users.ofDeclared(userKey(inputs), account))?.id !== me.userId) return [];
      const findings: Finding[] = [];
      const shut = "would lock out the user that this token belongs to";
      const times = known(accessTimes);
      if (times !== undefined && !admitsTime(times, new Date())) {
        const reason = `${shut}: these times don't include the current time. Add it`;
        findings.push(broken("accessTimes", reason));
      }
      const addresses = known(sourceAddresses);
      if (addresses === undefined) return findings;
      if (me.sourceIp === undefined)
        findings.push(
          broken(
            "sourceAddresses",
            "can't be compared with the address of this machine, which the portal doesn't return, and this is the user that the token belongs to. Use another user's token",
          ),
        );
      else if (!admitsAddress(addresses, me.sourceIp)) {
        const reason = `${shut}: the portal sees this machine as ${me.sourceIp}. Add that address`;
        findings.push(broken("sourceAddresses", reason));
      }
      return findings;
    },
  },
  also: ["apply"],
});

export const A2 = rule({
  id: "csp/A2",
  severity: "confirm",
  sentence: "Without access rules, access is unrestricted. Removing the last rule removes the restriction.",
  source: "conditional access pages",
  about: "change",
  fields: { User: ["accessTimes", "sourceAddresses"] },
  inputs: {
    User: (broken, inputs, { before }) =>
      ACCESS.filter((sort) => before?.[sort] !== undefined && inputs[sort] === undefined).map((sort) => {
        const open = sort === "accessTimes" ? "at any time" : "from anywhere";
        return broken(sort, `is removed: the person can then log in ${open}`);
      }),
  },
  foundAs: ["OPN-01"],
});

export const A3 = rule({
  id: "csp/A3",
  severity: "refuse",
  sentence: "Addresses are IP addresses or CIDR blocks. A time range ends after it starts, and has at least one day.",
  source: "conditional access pages",
  formats: { User: ["accessTimes", "sourceAddresses"] },
});

/** What it takes to write what is declared of a user anew. */
function neededRights(inputs: DeclaredOf<"User">, before: DeclaredOf<"User"> | undefined): string[] {
  const differs = (name: keyof DeclaredOf<"User">) =>
    inputs[name] !== undefined && !isDeepStrictEqual(inputs[name], before?.[name]);
  return [
    before === undefined ? "create_user" : "edit_user",
    ...(differs("permissions") ? ["manage_permissions"] : []),
    ...(ACCESS.some(differs) ? ["manage_conditional_access"] : []),
    ...(before !== undefined && differs("resetPassword") ? ["reset_password"] : []),
  ];
}

export const A4 = rule({
  id: "csp/A4",
  severity: "refuse",
  sentence: "Administering users and permissions requires the corresponding permissions.",
  source: "organisation pages",
  live: {
    User: (broken, { realm, inputs, before }: Check<"User">) =>
      rightsFindings(broken, realm, "write this declaration", neededRights(inputs, before)),
    Profile: (broken, { realm, before }) => {
      const needed = before === undefined ? "create_profile" : "edit_profile_description";
      return rightsFindings(broken, realm, "create and change profiles", [needed]);
    },
  },
});

export const A5 = rule({
  id: "csp/A5",
  severity: "warn",
  sentence: "A password is reset only when resetPassword has a new value.",
  source: "§2.3",
  about: "change",
  fields: { User: ["resetPassword"] },
  inputs: {
    User: (broken, { resetPassword }, { before }) =>
      before !== undefined && resetPassword !== undefined && resetPassword !== before.resetPassword
        ? [
            broken(
              "resetPassword",
              "has a new value: the portal generates a new password, which becomes the output newPassword, and the old one stops working",
            ),
          ]
        : [],
  },
  also: ["always"],
  foundAs: ["PWD-01"],
});
