import type { Edit } from "./world";

const REALM = "realm.yaml";

function replacing(...pairs: readonly (readonly [string, string])[]): Edit {
  return { [REALM]: (text) => pairs.reduce((result, [from, to]) => result.replace(from, to), text) };
}

/** What pull requests change, by what a review says of it. */
export const EDITS = {
  /** Irreversible, so somebody approves it. */
  needsApproval: replacing(
    ["availableServices: [openstack]", "availableServices: [openstack, s3]"],
    ["    services: [openstack]", "    services: [openstack, s3]"],
  ),
  /** Nobody's access is another by it. */
  harmless: replacing(["description: A customer", "description: Our first customer"]),
  /** One more word in a list, by which the support desk administers the people of all customers. */
  blocked: replacing(["[show_clients, show_users", "[show_clients, edit_user, show_users"]),
  comment: replacing(["# Our own people.", "# Our own people, and nobody else."]),
  oneMorePerson: replacing([
    "      anna:\n",
    "      bob: { username: bob.frei, email: bob@acme.example.com, firstName: Bob, lastName: Frei, profiles: [{ existing: User }] }\n      anna:\n",
  ]),
} satisfies Record<string, Edit>;
