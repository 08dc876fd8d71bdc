import { isDeepStrictEqual } from "node:util";
import { account, canonicalEmail, canonicalValue, UNKNOWN } from "../../../model";
import type { DeclaredOf } from "../../../model/declared";
import { rule } from "../../../model/rule";
import { keyOf, text } from "../../../model/words";
import type { Check } from "../opening";
import { lockOf, type PartnerReading, type WireOrganization } from "../reading";

export const C1 = rule({
  id: "scaleway/C1",
  severity: "refuse",
  sentence:
    "A customer has a name, the owner's e-mail address and names, and your own customer number, within the portal's length limits.",
  source: "Partner API, create organization",
  formats: { Account: ["name", "email", "ownerFirstName", "ownerLastName", "externalId"] },
});

export const C2 = rule({
  id: "scaleway/C2",
  severity: "refuse",
  sentence: "Organizations can't be deleted. They are retained, or locked by the partner.",
  source: "Partner API",
  fields: { Account: ["onDelete"] },
  inputs: {
    Account: (broken, { onDelete }) =>
      onDelete === undefined || onDelete === UNKNOWN || onDelete === "retain" || onDelete === "lock"
        ? []
        : [
            broken(
              "onDelete",
              `is ${JSON.stringify(onDelete)}, but no Organization can be deleted or decommissioned by its partner. Use retain, or lock`,
            ),
          ],
  },
  also: ["always"],
});

export const C3 = rule({
  id: "scaleway/C3",
  severity: "kept",
  sentence: "`locked` is the partner's own lock. A lock by the vendor is not drift.",
  source: "Partner API, recorded",
  also: ["always"],
  foundAs: ["LCK-03"],
});

/** The Organization that an Account has been so far. */
async function clientBefore(
  realm: PartnerReading,
  { email }: DeclaredOf<"Account">,
): Promise<WireOrganization | undefined> {
  return realm.clients.ofDeclared(keyOf(text(canonicalEmail(email))));
}

export const C4 = rule({
  id: "scaleway/C4",
  severity: "refuse",
  sentence: "A partner can't remove a lock by the vendor.",
  source: "Partner API, unlock",
  about: "change",
  fields: { Account: ["locked"] },
  live: {
    // `locked: false` takes away the partner's own lock, and there is none to take away.
    Account: async (broken, { realm, inputs: { locked }, before }: Check<"Account">) => {
      if (locked !== false || before === undefined || before.locked === false) return [];
      const current = await clientBefore(realm, before);
      if (current?.locked_by !== "scaleway") return [];
      const reason = `${lockOf(current)}, and a partner can't remove that lock`;
      if (before.locked === true)
        return [broken("locked", `is false: your lock is removed, but the Organization stays ${reason}`, "warn")];
      const way =
        current.lock_reason_message === "validate_email"
          ? "the owner has to follow the link in the portal's e-mail"
          : "open a ticket with the vendor";
      return [broken("locked", `is false, but the Organization is ${reason}: ${way}, and remove locked`)];
    },
  },
});

export const C5 = rule({
  id: "scaleway/C5",
  severity: "warn",
  sentence: "A phone number or description can be changed, but not removed.",
  source: "Partner API, update organization",
  about: "change",
  fields: { Account: ["phone", "description"] },
  inputs: {
    // The portal leaves what is there, whatever is sent.
    Account: (broken, inputs, { before }) =>
      (["phone", "description"] as const)
        .filter((name) => before?.[name] !== undefined && inputs[name] === undefined)
        .map((name) =>
          broken(name, "is removed from the declaration, but the portal can't clear it: the current value stays"),
        ),
  },
});

/** The last day of a month on which a changed number is sure to be on the month's invoice. */
const LAST_SURE_DAY = 25;

/** The portal's books are kept in French time. */
function dayAtPortal(moment: Date): number {
  return Number(new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", day: "numeric" }).format(moment));
}

export const C6 = rule({
  id: "scaleway/C6",
  severity: "warn",
  sentence: "A change of the customer number after the 25th may not be on this month's invoice.",
  source: "Partner Space documentation",
  about: "change",
  fields: { Account: ["externalId"] },
  inputs: {
    Account: (broken, { externalId }, { before, now }) => {
      const old = before?.externalId;
      if (old === undefined || externalId === old) return [];
      // Where nobody applies anything now, nobody knows when it will be.
      if (now === undefined || dayAtPortal(now) <= LAST_SURE_DAY) return [];
      return [
        broken(
          "externalId",
          `changes after the ${LAST_SURE_DAY}th: the invoice of this month may still have the old number`,
        ),
      ];
    },
  },
});

export const C7 = rule({
  id: "scaleway/C7",
  severity: "refuse",
  sentence: "An administrator is requested once. The request can't be changed.",
  source: "Partner API, request-admin-role",
  about: "change",
  fields: { Account: ["adminAccess"] },
  inputs: {
    Account: (broken, { adminAccess }, { before }) => {
      const old = before?.adminAccess;
      const { adminAccess: field } = account.fields;
      if (old === undefined || isDeepStrictEqual(canonicalValue(field, old), canonicalValue(field, adminAccess)))
        return [];
      if (adminAccess === undefined)
        return [
          broken(
            "adminAccess",
            "is removed from the declaration; the administrator that it created stays in the Organization until somebody deletes the user there",
            "warn",
          ),
        ];
      return [
        broken(
          "adminAccess",
          "can't be changed: the administrator was requested once, and now belongs to the client's Organization. Restore the previous values, or remove the field; " +
            "with a key of that Organization, a User can change the password",
        ),
      ];
    },
  },
});

export const C8 = rule({
  id: "scaleway/C8",
  severity: "warn",
  sentence: "The customer number should be unique. The portal doesn't check it.",
  source: "Partner API",
  fields: { Account: ["externalId"] },
  live: {
    Account: async (broken, { realm, inputs: { externalId }, before }: Check<"Account">) => {
      if (typeof externalId !== "string" || externalId === before?.externalId) return [];
      const current = before && (await clientBefore(realm, before));
      const other = (await realm.clients.all()).find(
        ({ customer_id: number, id }) => number === externalId && id !== current?.id,
      );
      if (other === undefined) return [];
      return [
        broken(
          "externalId",
          `is ${JSON.stringify(externalId)}, which the Organization ${other.name} (${other.id}) has already: both would have the same customer number in your records`,
        ),
      ];
    },
  },
});

export const C9 = rule({
  id: "scaleway/C9",
  severity: "warn",
  sentence: "An Organization that its owner has closed is no longer managed.",
  source: "Partner API",
  also: ["portal"],
});
