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
    "A customer has a name, its owner's e-mail address and names, and your own number of it; their lengths are the portal's.",
  source: "Partner API, create organization",
  formats: { Account: ["name", "email", "ownerFirstName", "ownerLastName", "externalId"] },
});

export const C2 = rule({
  id: "scaleway/C2",
  severity: "refuse",
  sentence: "No Organization can be deleted: it is retained, or the partner's lock is put on it.",
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
  sentence: "`locked` is the partner's own lock and nothing else: a lock of the vendor's above it is no drift.",
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
  sentence: "A partner can't lift a lock of the vendor's.",
  source: "Partner API, unlock",
  about: "change",
  fields: { Account: ["locked"] },
  live: {
    // `locked: false` takes away the partner's own lock, and there is none to take away.
    Account: async (broken, { realm, inputs: { locked }, before }: Check<"Account">) => {
      if (locked !== false || before === undefined || before.locked === false) return [];
      const current = await clientBefore(realm, before);
      if (current?.locked_by !== "scaleway") return [];
      const reason = `${lockOf(current)}, and a partner can't lift that`;
      if (before.locked === true)
        return [
          broken("locked", `is false: your own lock is taken away, but the Organization stays ${reason}`, "warn"),
        ];
      const way =
        current.lock_reason_message === "validate_email"
          ? "the owner has to follow the link in the portal's mail"
          : "write a ticket to the vendor";
      return [broken("locked", `is false, but the Organization is ${reason}: ${way}, and leave locked out`)];
    },
  },
});

export const C5 = rule({
  id: "scaleway/C5",
  severity: "warn",
  sentence: "A phone number or a description that was given once can be changed and not emptied.",
  source: "Partner API, update organization",
  about: "change",
  fields: { Account: ["phone", "description"] },
  inputs: {
    // The portal leaves what is there, whatever is sent.
    Account: (broken, inputs, { before }) =>
      (["phone", "description"] as const)
        .filter((name) => before?.[name] !== undefined && inputs[name] === undefined)
        .map((name) =>
          broken(name, "is taken out of the declaration, but the portal can't empty it: what is there stays there"),
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
  sentence: "Your number of a customer, changed after the 25th, may miss the invoice of the month.",
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
  sentence: "An administrator is asked for once: what was asked for can't be changed from here.",
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
            "is taken out of the declaration; the administrator that it made stays in the Organization until somebody deletes the user there",
            "warn",
          ),
        ];
      return [
        broken(
          "adminAccess",
          "can't be changed: it was asked for once, and what came of it belongs to the client's Organization. Put the old values back, or take it out; " +
            "with a key of that Organization, a User changes the password",
        ),
      ];
    },
  },
});

export const C8 = rule({
  id: "scaleway/C8",
  severity: "warn",
  sentence: "Your number of a customer should be of one customer only; the portal doesn't see to it.",
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
          `is ${JSON.stringify(externalId)}, which the Organization ${other.name} (${other.id}) has already: both would be on your books as one`,
        ),
      ];
    },
  },
});

export const C9 = rule({
  id: "scaleway/C9",
  severity: "warn",
  sentence: "An Organization that its owner has closed is not managed any more.",
  source: "Partner API",
  also: ["portal"],
});
