import type { Finding } from "../../../model";
import { type Declared, type InputsAt, type OutputsOfKind, type Values } from "../../../model/declared";
import type { Found, KindDriver, Removed } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { listed as named, text } from "../../../model/words";
import { wireFields } from "../../listed";
import { orAbsent, type RequestOf } from "../../wire";
import { newIdempotencyKey, type CspClient } from "../client";
import { operations } from "../contract";
import { cspObjects, type CspParts, permissionFindings } from "../driver";
import type { fields } from "../fields";
import { derivedPermissions, holders, profileKey, type WireProfile } from "../reading";
import { P7 } from "../rules/profiles";

type Inputs = InputsAt<typeof fields, "Profile">;
type Outputs = OutputsOfKind<"Profile">;
type Body = RequestOf<typeof operations.createProfile>;
type Profiles = CspParts<Inputs, Outputs, WireProfile, Body>;

/** How many of those who have a profile its outputs name. */
const MOST_NAMES = 100;

/** Profile = permission profile. Its level follows from whether it holds a Clients permission (rules csp/P1, csp/P2). */
export function profileDriver(client: CspClient): KindDriver<Inputs, Outputs> {
  const profiles = profilesOf(client);
  return {
    ...profiles,
    describe,

    /** A profile that is based on another one stands for the permissions that follow from that, as it is now. */
    async canonical(inputs) {
      const permissions = await derivedPermissions(client, inputs);
      return permissions === undefined ? inputs : { ...inputs, permissions };
    },

    async verify({ permissions, add, remove }) {
      const findings: Finding[] = [];
      for (const [property, declared] of Object.entries({ permissions, add, remove }))
        findings.push(...(await permissionFindings(client, property, declared)));
      return findings;
    },

    async create(inputs) {
      const { name, level, permissions = [] } = inputs;
      const { body } = await client.wire.call(operations.createProfile, {
        body: { ...profiles.body(inputs), name, level, permissions },
        idempotencyKey: newIdempotencyKey(),
      });
      return {
        id: body.id,
        outputs: {},
        next: async () => {
          await profiles.remember(body);
          return { id: body.id, outputs: await outputsOf(client, body, inputs) };
        },
      };
    },

    async update({ id, revision }, changes, wanted) {
      const { body } = await client.wire.call(operations.updateProfile, {
        params: { profileId: id },
        body: profiles.body(changes),
        ifMatch: revision,
      });
      await profiles.remember(body);
      return { id, outputs: {}, next: profiles.shown(id, body, wanted) };
    },

    remove: (found) => removeProfile(client, found),
  };
}

function profilesOf(client: CspClient): Profiles {
  const { plain } = wireFields<WireProfile, Body>();
  return cspObjects<Inputs, Outputs, WireProfile, Body>(client, {
    kind: "Profile",
    visibility: {
      section: "Dashboard_Management",
      canary: async () =>
        (await client.profiles.all()).some(({ origin }) => origin === "provider")
          ? undefined
          : "not even the portal's standard profiles can be seen",
    },
    without: ["basedOn, add and remove: the portal stores only the resulting permissions of a profile"],
    fields: {
      name: plain("name"),
      description: plain("description"),
      level: {
        // A word that nobody can declare is shown as it is.
        read: ({ level }) => level as Inputs["level"],
        write: (level) => ({ level }),
      },
      permissions: plain("permissions"),
    },
    idOf: ({ id }) => id,
    keyOf: profileKey,
    listOf: () => client.profiles,
    fetch: (profileId) => orAbsent(client.wire.call(operations.getProfile, { params: { profileId } })),
    async search({ name }) {
      const query = { "filter[name]": text(name) };
      const all = await client.wire.list(operations.listProfiles, { query });
      return all.find((profile) => profile.name === name && profile.clientId === null);
    },
    beside: ({ origin }) =>
      origin === "provider"
        ? { builtIn: `a standard profile of the portal, which can't be changed or deleted ${P7.mark}` }
        : {},
    outputs: (wire, declared) => outputsOf(client, wire, declared),
    inListing: ({ clientId }) =>
      clientId === null ? {} : { undeclarable: `a profile that the customer ${clientId} created` },
  });
}

function describe({ name }: Declared<Inputs>): string {
  return text(name);
}

async function outputsOf(
  client: CspClient,
  wire: WireProfile,
  { basedOn }: Declared<Inputs>,
): Promise<Values<Outputs>> {
  const names = wire.userCount === 0 ? [] : await holders(client, wire.id);
  return {
    origin: wire.origin,
    visibleTo: wire.visibleTo,
    userCount: wire.userCount,
    users: names.slice(0, MOST_NAMES),
    effectivePermissions: basedOn === undefined ? undefined : [...wire.permissions].sort(),
  };
}

/** Rule csp/P7: the portal refuses while users have the profile. */
async function removeProfile(client: CspClient, { id, inputs, revision }: Found<Inputs>): Promise<Removed> {
  try {
    await client.wire.call(operations.deleteProfile, { params: { profileId: id }, ifMatch: revision });
  } catch (error) {
    if (!(error instanceof PortalRefusal) || error.code !== "in_use") throw error;
    const names = named(await holders(client, id));
    throw new PortalRefusal(
      `the profile ${describe(inputs)} can't be deleted while somebody has it: ${names || "users that the token can't see"}. Assign them ` +
        `another one first ${P7.mark}. ${error.message}`,
    );
  }
  client.profiles.drop(id);
  return {};
}
