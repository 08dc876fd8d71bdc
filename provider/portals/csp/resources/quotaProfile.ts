import { type Declared, type InputsAt } from "../../../model/declared";
import type { KindDriver } from "../../../model/portal";
import { nameWithin, text } from "../../../model/words";
import { wireFields } from "../../listed";
import { orAbsent, type RequestOf } from "../../wire";
import { callsOf } from "../calls";
import { newIdempotencyKey, type CspClient } from "../client";
import { operations } from "../contract";
import { accountFindings, cspObjects, type CspParts } from "../driver";
import type { fields } from "../fields";
import { limitsIn } from "../limits";
import { quotaProfileKey, type WireQuotaProfile } from "../reading";
import { Q2 } from "../rules/quotaProfiles";
import { accountIsSeen } from "../visibility";

type Inputs = InputsAt<typeof fields, "QuotaProfile">;
type Body = RequestOf<typeof operations.updateQuotaProfile>;
type QuotaProfiles = CspParts<Inputs, object, WireQuotaProfile, Body>;

/** QuotaProfile = quota profile, global or of one client (manual §4.3, §4.4). */
export function quotaProfileDriver(client: CspClient): KindDriver<Inputs, object> {
  const profiles = quotaProfilesOf(client);
  return {
    ...profiles,
    describe: ({ name, account }) => nameWithin(name, account),
    verify: (inputs, { planned }) => accountFindings(client, inputs, planned),

    async create(inputs) {
      const { body } = await callsOf(client.wire, inputs.account).createQuotaProfile({
        body: { ...profiles.body(inputs), ...inputs.limits, name: inputs.name },
        idempotencyKey: newIdempotencyKey(),
      });
      await profiles.remember(body);
      return { id: body.id, outputs: {} };
    },

    async update({ id, revision }, changes) {
      const { body } = await client.wire.call(operations.updateQuotaProfile, {
        params: { quotaProfileId: id },
        body: profiles.body(changes),
        ifMatch: revision,
      });
      await profiles.remember(body);
      return { id, outputs: {} };
    },

    async remove({ id, revision }) {
      await client.wire.call(operations.deleteQuotaProfile, { params: { quotaProfileId: id }, ifMatch: revision });
      client.quotaProfiles.drop(id);
      return {};
    },
  };
}

function quotaProfilesOf(client: CspClient): QuotaProfiles {
  const { plain, readOnly } = wireFields<WireQuotaProfile, Body>();
  return cspObjects<Inputs, object, WireQuotaProfile, Body>(client, {
    kind: "QuotaProfile",
    visibility: {
      section: "Quota",
      canary: async (_client, state) =>
        (await client.quotaProfiles.all()).length === 0
          ? "the list of quota profiles is empty"
          : accountIsSeen(client, state),
    },
    fields: {
      account: readOnly("clientId"),
      name: plain("name"),
      inheritable: plain("inheritable"),
      default: plain("default"),
      limits: { read: limitsIn, write: (limits) => ({ ...limits }) },
    },
    idOf: ({ id }) => id,
    keyOf: quotaProfileKey,
    listOf: () => client.quotaProfiles,
    fetch: (quotaProfileId) => orAbsent(client.wire.call(operations.getQuotaProfile, { params: { quotaProfileId } })),
    search: (inputs) => searchQuotaProfile(client, inputs),
    /** Rule csp/Q2: what a client has inherited is not its own. */
    beside: ({ inherited }) =>
      inherited ? { builtIn: `inherited from the reseller; only the reseller can change or delete it ${Q2.mark}` } : {},
  });
}

async function searchQuotaProfile(
  client: CspClient,
  { name, account }: Declared<Inputs>,
): Promise<WireQuotaProfile | undefined> {
  const query = { "filter[name]": text(name) };
  const named = await client.wire.list(operations.listQuotaProfiles, { query });
  return named.find((profile) => profile.name === name && (profile.clientId ?? undefined) === account);
}
