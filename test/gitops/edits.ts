import type { Edit } from "./world";

const PROGRAM = "index.js";

/** Adds lines to the program, in which the realm's objects have their names. */
function adding(lines: string): Edit {
  return { [PROGRAM]: (text) => `${text}\n${lines}\n` };
}

/** What pull requests change, by what a review says of it. */
export const EDITS = {
  /** Can't be taken back, so somebody approves it. */
  needsApproval: {
    ...adding(`new reseller.ServiceActivation("acme-s3", { account: acme, service: "s3" });`),
    [PROGRAM]: (text: string) =>
      `${text.replace('availableServices: ["openstack"]', 'availableServices: ["openstack", "s3"]')}\nnew reseller.ServiceActivation("acme-s3", { account: acme, service: "s3" });\n`,
  },
  /** Nobody's access is another by it. */
  harmless: {
    [PROGRAM]: (text: string) => text.replace('description: "A customer"', 'description: "Our first customer"'),
  },
  /** One more word in a list, by which the support desk becomes administrators of all customers. */
  blocked: {
    [PROGRAM]: (text: string) =>
      text.replace('"show_clients", "show_users"', '"show_clients", "edit_user", "show_users"'),
  },
  comment: adding("// That was all."),
  oneMorePerson: adding(
    `new reseller.User("acme-bob", { account: acme, username: "bob.frei", email: "bob@acme.example.com", firstName: "Bob", lastName: "Frei", profiles: ["User"] });`,
  ),
} satisfies Record<string, Edit>;
