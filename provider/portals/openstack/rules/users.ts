import { rule } from "../../../model/rule";
import { givenOrGenerated } from "../../passwordRule";
import { known } from "../../../model/declared";
import type { Check } from "../opening";
import type { CloudReading } from "../reading";

export const U1 = rule({
  id: "openstack/U1",
  severity: "refuse",
  sentence: "The name of a user has 1 to 255 characters, and is unique in the domain.",
  source: "keystone, users",
  formats: { User: ["username"] },
});

export const U2 = rule({
  id: "openstack/U2",
  severity: "refuse",
  sentence: "A password is either given or generated.",
  source: "derived",
  fields: { User: ["generatePassword", "resetPassword"] },
  inputs: {
    User: givenOrGenerated,
  },
});

export const U3 = rule({
  id: "openstack/U3",
  severity: "kept",
  sentence: "Passwords are secret in inputs and outputs, and never in a plan, log or message.",
  source: "keystone, users",
  also: ["always"],
});

export const U4 = rule<CloudReading>({
  id: "openstack/U4",
  severity: "refuse",
  sentence: "The connection's own user can't be locked or deleted by the connection.",
  source: "derived",
  fields: { User: ["locked"] },
  live: {
    User: async (broken, { realm, inputs: { locked, username, account } }: Check<"User">) => {
      if (locked !== true || typeof username !== "string") return [];
      const own = await realm.ownUser();
      const domain = account ?? (await realm.home()).id;
      if (own.name !== username || domain !== (await realm.home()).id) return [];
      return [broken("locked", "is true, but this is the user that this tool signs in as: it would lock itself out")];
    },
  },
  also: ["apply"],
});

export const U5 = rule({
  id: "openstack/U5",
  severity: "warn",
  sentence:
    "Multi-factor authentication has an effect only with `multiFactorAuthRules`, and not with `multiFactorAuthEnabled: false`.",
  source: "keystone, multi-factor authentication",
  fields: { User: ["options"] },
  inputs: {
    User: (broken, { options }) => {
      const { multiFactorAuthEnabled: enabled, multiFactorAuthRules: rules } = known(options) ?? {};
      if (enabled === true && rules === undefined)
        return [
          broken("options.multiFactorAuthEnabled", "is true without multiFactorAuthRules: the password alone suffices"),
        ];
      if (enabled === false && rules !== undefined)
        return [
          broken(
            "options.multiFactorAuthEnabled",
            "is false, so that multiFactorAuthRules have no effect: the password alone suffices",
          ),
        ];
      return [];
    },
  },
});
