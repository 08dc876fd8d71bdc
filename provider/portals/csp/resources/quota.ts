import { isDeepStrictEqual } from "node:util";
import { type Declared, type InputsAt, known, type OutputsOfKind, type Values } from "../../../model/declared";
import type { Found, KindDriver, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { nameWithin, text } from "../../../model/words";
import { wireFields } from "../../listed";
import { together } from "../../listing";
import { keyOf, type CspClient } from "../client";
import { accountFindings, cspObjects, type CspParts, inList, type Seen } from "../driver";
import type { fields } from "../fields";
import { isLimits, limitsIn, NO_LIMITS, nonZero, subtracted } from "../limits";
import { declaredLimits, profileLimits, quotaId, rejectionsIn, type WireAllocation } from "../reading";
import { accountIsSeen } from "../visibility";
import { fetchQuota, type QuotaBody as Body, searchQuota, setQuota } from "./quotaCalls";
import { profileFindings, projectFindings, regionFindings, rejectionFindings } from "./quotaFindings";
import { answerRequests, covered, decides, pendingIn, raised } from "./quotaRequests";

type Inputs = InputsAt<typeof fields, "Quota">;
type Outputs = OutputsOfKind<"Quota">;
type Quotas = CspParts<Inputs, Outputs, WireAllocation, Body>;

/** Stands for any revision: the first write to the quota of a client that this run has made. */
const ANY_REVISION = "*";

/** Quota = a client's, or a project's, quota in one region. It is there with its owner; declaring it sets it (manual §4.2). */
export function quotaDriver(client: CspClient): KindDriver<Inputs, Outputs> {
  const quotas = quotasOf(client);
  return {
    ...quotas,
    singleton: true,
    describe,
    canonical: (inputs) => withImplied(client, inputs),
    verify: async (inputs, { planned }) => [
      ...(await accountFindings(client, inputs, planned)),
      ...(await regionFindings(client, inputs)),
      ...(await projectFindings(client, inputs, planned)),
      ...(await profileFindings(client, inputs, planned)),
      ...rejectionFindings(inputs),
    ],

    async create(inputs) {
      const current = await listOf(client, inputs).withKey(keyIn(inputs));
      return apply(client, quotas, current, inputs, { ifMatch: current?.etag ?? ANY_REVISION, sets: true });
    },

    async update({ id, inputs, revision }, changes, wanted) {
      const current = await listOf(client, inputs).withId(id);
      const sets = "limits" in changes || "profile" in changes;
      return apply(client, quotas, current, wanted, { ifMatch: revision ?? ANY_REVISION, sets });
    },

    async remove({ inputs, revision }, { onDelete }) {
      if (onDelete !== "reset") return { note: "the limits stay unchanged at the portal (onDelete: retain)" };
      await set(client, quotas, inputs, { limits: NO_LIMITS }, revision ?? ANY_REVISION);
      return {};
    },
  };
}

function quotasOf(client: CspClient): Quotas {
  const { plain, readOnly } = wireFields<WireAllocation, Body>();
  return cspObjects<Inputs, Outputs, WireAllocation, Body>(client, {
    kind: "Quota",
    visibility: { section: "Quota", canary: accountIsSeen },
    without: [
      "followProfile: only a declaration says whether a quota follows its quota profile",
      "rejectRequests: only a declaration says which requests are rejected",
    ],
    fields: {
      account: readOnly("clientId"),
      project: readOnly("projectId"),
      region: readOnly("region"),
      limits: { read: ({ limits }) => limitsIn(limits), write: (limits) => ({ limits }) },
      profile: plain("profileId"),
    },
    idOf: quotaId,
    keyOf: keyIn,
    listOf: (inputs) => listOf(client, inputs),
    fetch: (id) => fetchQuota(client, id),
    search: (inputs) => searchQuota(client, inputs),
    async refresh(wire, declared) {
      if (wire.projectId === null && (await decides(client, declared))) await client.pendingRequests.load("fresh");
    },
    beside: (wire, declared) => besideOf(client, wire, declared),
    outputs: (wire, declared) => outputsOf(client, wire, declared),
    seen: () => seenQuotas(client),
  });
}

function keyIn({ account, project, region }: Declared<Inputs>): string {
  return keyOf(text(account), known(project), text(region));
}

function listOf(client: CspClient, { project }: Declared<Inputs>) {
  return project === undefined ? client.quotas : client.projectQuotas;
}

function describe({ account, project, region }: Declared<Inputs>): string {
  return [nameWithin(undefined, project ?? account), text(region) === "" ? "" : `in ${text(region)}`]
    .filter((part) => part !== "")
    .join(" ");
}

/** What a declaration implies: the numbers of a profile that is followed, and that covered requests are approved. */
async function withImplied(client: CspClient, inputs: Declared<Inputs>): Promise<Declared<Inputs>> {
  const { project, approveRequests = true, followProfile, limits } = inputs;
  const follows = followProfile === true && limits === undefined;
  const followed = follows ? await profileLimits(client, inputs) : undefined;
  return {
    ...inputs,
    ...(project === undefined ? { approveRequests } : {}),
    ...(followed === undefined ? {} : { limits: followed }),
  };
}

/** Those of accounts and those of projects, each with a right of its own. The reseller's own pool is nothing to declare. */
async function seenQuotas(client: CspClient): Promise<Seen<Inputs, WireAllocation>> {
  const ofAccounts = await inList(client.quotas);
  const ofProjects = await inList(client.projectQuotas);
  const wires = [...ofAccounts.wires, ...ofProjects.wires].filter(({ clientId }) => clientId !== null);
  return { wires, ...together(ofAccounts.unseen, ofProjects.unseen) };
}

async function besideOf(
  client: CspClient,
  wire: WireAllocation,
  declared: Declared<Inputs>,
): Promise<Partial<Found<Inputs, Outputs>>> {
  const { limits = wire.limits, profile, approveRequests, rejectRequests } = declared;
  const pending = await pendingIn(client, wire, declared);
  const open = isLimits(limits) ? covered(pending, limits, declared) : [];
  const answered = rejectionsIn(declared).filter(({ id }) => !pending.some((request) => request.id === id));
  const isUntouched = Object.values(limitsIn(wire.limits)).every((limit) => limit === 0);
  return {
    inputs: {
      // Only a profile that is declared is compared: the portal's note of the last one used binds nobody.
      ...(profile === undefined ? { profile: undefined } : {}),
      ...(wire.projectId === null ? { approveRequests: approveRequests !== false && open.length === 0 } : {}),
      ...(rejectRequests === undefined ? {} : { rejectRequests: answered }),
    },
    ...(isUntouched ? { untouched: true } : {}),
  };
}

async function outputsOf(
  client: CspClient,
  wire: WireAllocation,
  { limits, profile: named }: Declared<Inputs>,
): Promise<Values<Outputs>> {
  const profile = named === undefined ? undefined : await profileLimits(client, { profile: named });
  return {
    allocated: limits === undefined ? limitsIn(wire.limits) : undefined,
    assigned: nonZero(wire.assigned),
    used: nonZero(wire.used),
    difference: profile === undefined ? undefined : nonZero(subtracted(wire.limits, profile)),
  };
}

/** Answers requests first, since an approval changes the quota, and then sets the declared numbers. */
async function apply(
  client: CspClient,
  quotas: Quotas,
  current: WireAllocation | undefined,
  wanted: Inputs,
  { ifMatch: revision, sets }: { readonly ifMatch: string; readonly sets: boolean },
): Promise<Written<Outputs>> {
  const limits = sets ? await declaredLimits(client, wanted) : undefined;
  const allowed = limits ?? wanted.limits ?? current?.limits ?? NO_LIMITS;
  let ifMatch = revision;
  let now = current;
  const approved = current === undefined ? [] : await answerRequests(client, current, wanted, allowed);
  if (current !== undefined && approved.length > 0) {
    now = await searchQuota(client, wanted);
    // Only what the approvals made of it may have changed: somebody else's change is looked at before it is overwritten.
    if (now === undefined || !isDeepStrictEqual(limitsIn(now.limits), raised(current.limits, approved)))
      throw new PortalRefusal(`the quota ${describe(wanted)} was changed by somebody else at the same time`, "stale");
    ifMatch = now.etag;
  }
  if (limits !== undefined) {
    const { profile } = wanted;
    now = await set(
      client,
      quotas,
      wanted,
      { limits, ...(profile === undefined ? {} : { profileId: profile }) },
      ifMatch,
    );
  } else if (now !== undefined && now !== current) await quotas.remember(now, wanted);
  const id = now === undefined ? "" : quotaId(now);
  return { id, outputs: {}, ...(now === undefined ? {} : { next: quotas.shown(id, now, wanted) }) };
}

async function set(
  client: CspClient,
  quotas: Quotas,
  inputs: Values<Inputs>,
  body: Body,
  ifMatch: string,
): Promise<WireAllocation> {
  const now = await setQuota(client, inputs, body, ifMatch);
  await quotas.remember(now, { project: inputs.project });
  return now;
}
