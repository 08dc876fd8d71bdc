import { folded, spelledAlike } from "../../../model";
import type { ProgramResource } from "../../../model/portal";
import { rule } from "../../../model/rule";
import { givenOrGenerated } from "../../passwordRule";
import { keyOf, text } from "../../../model/words";
import { type Check, openOrganization, sameObject } from "../opening";
import { areApart } from "./keys";

export const U1 = rule({
  id: "scaleway/U1",
  severity: "refuse",
  sentence: "The owner is part of the Organization, and can't be declared as a User, changed or deleted.",
  source: "IAM: users",
  fields: { User: ["username"] },
  also: ["portal", "apply"],
});

export const U2 = rule({
  id: "scaleway/U2",
  severity: "refuse",
  sentence: "Login names have 2 to 150 letters, digits and `@ . _ -`, and are unique in an Organization.",
  source: "IAM API, create user",
  formats: { User: ["username"] },
  also: ["portal"],
});

export const U3 = rule({
  id: "scaleway/U3",
  severity: "refuse",
  sentence: "A password is either given or generated, and has at most 72 bytes.",
  source: "IAM API, update-password",
  fields: { User: ["generatePassword", "resetPassword"] },
  formats: { User: ["password"], Account: ["adminAccess.password"] },
  inputs: {
    User: givenOrGenerated,
  },
});

export const U4 = rule({
  id: "scaleway/U4",
  severity: "kept",
  sentence: "Passwords are secret in inputs and outputs, and never in a plan, log or message.",
  source: "IAM API",
  also: ["always"],
});

export const U6 = rule({
  id: "scaleway/U6",
  severity: "refuse",
  sentence: "At most ten tags, of letters, digits, spaces and `. _ - / = + @`.",
  source: "IAM API",
  formats: { User: ["tags"], Profile: ["tags"] },
});

export const U7 = rule({
  id: "scaleway/U7",
  severity: "confirm",
  sentence: "An e-mail address is unique in an Organization, regardless of letter case.",
  source: "derived",
  fields: { User: ["email"] },
  // Nobody knows whether the portal tells addresses apart by letter case.
  program: (broken, resources) => {
    const byAddress = new Map<string, ProgramResource[]>();
    return resources.flatMap((user) => {
      const { email } = user.inputs;
      if (user.kind !== "User" || typeof email !== "string") return [];
      const earlier = byAddress.get(folded(email)) ?? [];
      byAddress.set(folded(email), [...earlier, user]);
      const other = earlier.find((one) => !areApart(one, user));
      if (other === undefined) return [];
      const reason = `is ${JSON.stringify(email)}, the address of ${other.label} already`;
      return [{ resource: user, ...broken("email", reason) }];
    });
  },
  live: {
    User: async (broken, check: Check<"User">) => {
      const organization = await openOrganization(check);
      const { email, username } = check.inputs;
      if (organization === undefined || typeof email !== "string") return [];
      const before = sameObject(check);
      const current = before && (await organization.users.ofDeclared(keyOf(text(before.username))));
      if (current !== undefined && spelledAlike(email, current.email)) return [];
      // Somebody of the same login name is the same person, and is taken over or not for that.
      const other = (await organization.users.all()).find(
        (user) => spelledAlike(user.email, email) && user.id !== current?.id && user.username !== username,
      );
      if (other === undefined) return [];
      const spelling = other.email === email ? "" : `, spelled ${other.email}`;
      return [
        broken(
          "email",
          `is ${JSON.stringify(email)}, the address of ${other.username} (id ${other.id}${spelling}) already`,
        ),
      ];
    },
  },
});
