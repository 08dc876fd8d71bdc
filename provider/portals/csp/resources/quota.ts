import { isDeepStrictEqual } from "node:util";
import type { DeclaredInputs, Finding } from "../../../model";
import { nearest } from "../../../model/nearest";
import { seenOf, together } from "../../listing";
import type { Found, PlannedInputs, Removed, Surroundings, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import type { Collection } from "../../collection";
import { operations } from "../contract";
import { accountFindings, CspDriver, inPath, plain, quotaProfileFindings, text, type WireField } from "../driver";
import { nameWithin } from "../../../model/words";
import { type Answer, orAbsent } from "../wire";
import { type Limits, limitsIn, NO_LIMITS, nonZero, subtracted } from "../limits";
import {
  declaredLimits,
  isOfAnother,
  profileLimits,
  quotaId,
  rejectionsIn,
  type WireAllocation,
  type WireQuotaRequest,
} from "../reading";
import { keyOf, newIdempotencyKey, type CspClient } from "../client";
import { Q4, Q5, Q9 } from "../rules/quotas";
import { accountIsSeen, type Visibility } from "../visibility";

/** Stands for any revision: the first write to the quota of a client that this run has made. */
const ANY_REVISION = "*";

/** Quota = a client's, or a project's, quota in one region. It is there with its owner; declaring it sets it (manual §4.2). */
export class QuotaDriver extends CspDriver<WireAllocation> {
  readonly singleton = true;

  readonly fields: Readonly<Record<string, WireField<WireAllocation>>> = {
    account: inPath("clientId"),
    project: inPath("projectId"),
    region: inPath("region"),
    limits: { read: (wire) => limitsIn(wire.limits), write: (value) => ({ limits: value }) },
    profile: plain("profileId"),
  };

  readonly kind = "Quota";

  readonly visibility: Visibility = { section: "Quota", canary: accountIsSeen };

  constructor(realm: CspClient) {
    super(realm, realm.quotas);
  }

  idOf(quota: WireAllocation): string {
    return quotaId(quota);
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(inputs["account"]), inputs["project"] as string | undefined, text(inputs["region"]));
  }

  describe(inputs: DeclaredInputs): string {
    const region = text(inputs["region"]);
    return [nameWithin(undefined, inputs["project"] ?? inputs["account"]), region === "" ? "" : `in ${region}`]
      .filter((part) => part !== "")
      .join(" ");
  }

  /** What a declaration implies: the numbers of a profile that is followed, and that covered requests are approved. */
  override async canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    const implied: Record<string, unknown> = {};
    if (inputs["project"] === undefined) implied["approveRequests"] = inputs["approveRequests"] ?? true;
    if (inputs["followProfile"] === true && inputs["limits"] === undefined) {
      const limits = await profileLimits(this.realm, inputs);
      if (limits !== undefined) implied["limits"] = limits;
    }
    return { ...inputs, ...implied };
  }

  async verify(inputs: DeclaredInputs, { planned }: Surroundings): Promise<Finding[]> {
    return [
      ...(await accountFindings(this.realm, inputs, planned)),
      ...(await this.regionFindings(inputs["region"])),
      ...(await this.projectFindings(inputs, planned)),
      ...(await this.profileFindings(inputs, planned)),
      ...rejectionFindings(inputs),
    ];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const current = await this.collectionFor(inputs).withKey(this.keyOf(inputs));
    return this.apply(current, inputs, current?.etag ?? ANY_REVISION, true);
  }

  async update(found: Found, changes: DeclaredInputs, wanted: DeclaredInputs): Promise<Written> {
    const current = await this.collectionFor(found.inputs).withId(found.id);
    const sets = "limits" in changes || "profile" in changes;
    return this.apply(current, wanted, found.revision ?? ANY_REVISION, sets);
  }

  async remove(found: Found, state: DeclaredInputs): Promise<Removed> {
    if (state["onDelete"] !== "reset") return { note: "the limits stay as they are at the portal (onDelete: retain)" };
    await this.set(found.inputs, { limits: NO_LIMITS }, found.revision ?? ANY_REVISION);
    return {};
  }

  protected override readonly without = [
    "followProfile: whether a quota is to follow its quota profile is known to its declaration alone",
    "rejectRequests: which requests are to be rejected is decided in a declaration",
  ];

  /** Those of accounts and those of projects, each with a right of its own. The reseller's own pool is nothing to declare. */
  protected override async listed(): Promise<{ readonly wires: readonly WireAllocation[]; readonly unseen?: string }> {
    const ofAccounts = await super.listed();
    const ofProjects = await seenOf(() => this.realm.projectQuotas.all());
    const wires = [...ofAccounts.wires, ...ofProjects.items].filter(({ clientId }) => clientId !== null);
    return { wires, ...together(ofAccounts.unseen, ofProjects.unseen) };
  }

  protected override collectionFor(inputs: DeclaredInputs): Collection<WireAllocation> {
    return inputs["project"] === undefined ? this.realm.quotas : this.realm.projectQuotas;
  }

  protected override async found(wire: WireAllocation, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    const pending = await this.pendingIn(wire, declared);
    const answered = rejectionsIn(declared).filter(({ id }) => !pending.some((request) => request.id === id));
    const limits = (declared["limits"] as Limits | undefined) ?? wire.limits;
    const open = covered(pending, limits, rejected(declared));
    const inputs = {
      ...found.inputs,
      // Only a profile that is declared is compared: the portal's note of the last one used binds nobody.
      profile: declared["profile"] === undefined ? undefined : found.inputs["profile"],
      ...(wire.projectId === null
        ? { approveRequests: declared["approveRequests"] !== false && open.length === 0 }
        : {}),
      ...(declared["rejectRequests"] === undefined ? {} : { rejectRequests: answered }),
    };
    const untouched = Object.values(limitsIn(wire.limits)).every((limit) => limit === 0);
    return { ...found, inputs, ...(untouched ? { untouched: true } : {}) };
  }

  protected override async outputs(wire: WireAllocation, declared: DeclaredInputs): Promise<Record<string, unknown>> {
    const profile = declared["profile"] === undefined ? undefined : await profileLimits(this.realm, declared);
    return {
      allocated: declared["limits"] === undefined ? limitsIn(wire.limits) : undefined,
      assigned: nonZero(wire.assigned),
      used: nonZero(wire.used),
      difference: profile === undefined ? undefined : nonZero(subtracted(wire.limits, profile)),
    };
  }

  protected async fetch(id: string): Promise<WireAllocation | undefined> {
    const [clientId = "", ...rest] = id.split("/");
    const region = rest[rest.length - 1] ?? "";
    const projectId = rest.length > 1 ? rest[0] : undefined;
    return projectId === undefined
      ? orAbsent(this.realm.wire.call(operations.getClientQuota, { params: { clientId, region } }))
      : orAbsent(this.realm.wire.call(operations.getProjectQuota, { params: { clientId, projectId, region } }));
  }

  protected async search(inputs: DeclaredInputs): Promise<WireAllocation | undefined> {
    const parts = [inputs["account"], inputs["project"], inputs["region"]].filter((part) => part !== undefined);
    return this.fetch(parts.map(text).join("/"));
  }

  protected override async refreshed(wire: WireAllocation, declared: DeclaredInputs): Promise<void> {
    if (wire.projectId !== null || !(await this.decides(declared))) return;
    await this.realm.pendingRequests.load("fresh");
  }

  /** Answers requests first, since an approval changes the quota, and then sets the declared numbers. */
  private async apply(
    current: WireAllocation | undefined,
    wanted: DeclaredInputs,
    revision: string,
    sets: boolean,
  ): Promise<Written> {
    const limits = sets ? await declaredLimits(this.realm, wanted) : undefined;
    const allowed = limits ?? (wanted["limits"] as Limits | undefined) ?? current?.limits ?? NO_LIMITS;
    let ifMatch = revision;
    let now = current;
    const approved = current === undefined ? [] : await this.answerRequests(current, wanted, allowed);
    if (current !== undefined && approved.length > 0) {
      now = await this.search(wanted);
      // Only what the approvals made of it may have changed: somebody else's change is looked at before it is overwritten.
      if (now === undefined || !isDeepStrictEqual(limitsIn(now.limits), raised(current.limits, approved)))
        throw new PortalRefusal(
          `the quota ${this.describe(wanted)} was changed by somebody else at the same time`,
          "stale",
        );
      ifMatch = now.etag;
    }
    if (limits !== undefined) {
      const profile = wanted["profile"];
      now = await this.set(wanted, { limits, ...(typeof profile === "string" ? { profileId: profile } : {}) }, ifMatch);
    } else if (now !== undefined && now !== current) await this.remember(now, wanted);
    const id = now === undefined ? "" : this.idOf(now);
    return { id, outputs: {}, ...(now === undefined ? {} : { next: this.shown(id, now, wanted) }) };
  }

  /** Rejects what is to be rejected, and approves what the numbers cover; answers what was approved. */
  private async answerRequests(
    current: WireAllocation,
    wanted: DeclaredInputs,
    limits: Limits,
  ): Promise<readonly WireQuotaRequest[]> {
    const pending = await this.pendingIn(current, wanted);
    for (const { id, comment } of rejectionsIn(wanted)) {
      if (!pending.some((request) => request.id === id)) continue;
      await decided(id, "rejected", () =>
        this.realm.wire.call(operations.rejectQuotaRequest, {
          params: { requestId: id },
          body: comment === undefined ? {} : { comment },
          idempotencyKey: newIdempotencyKey(),
        }),
      );
      this.realm.pendingRequests.drop(id);
    }
    if (wanted["approveRequests"] === false) return [];
    const open = covered(pending, limits, rejected(wanted));
    for (const { id } of open) {
      await decided(id, "approved", () =>
        this.realm.wire.call(operations.approveQuotaRequest, {
          params: { requestId: id },
          body: {},
          idempotencyKey: newIdempotencyKey(),
        }),
      );
      this.realm.pendingRequests.drop(id);
    }
    return open;
  }

  private async pendingIn(wire: WireAllocation, declared: DeclaredInputs): Promise<WireQuotaRequest[]> {
    if (wire.projectId !== null || wire.clientId === null || !(await this.decides(declared))) return [];
    return (await this.realm.pendingRequests.inGroup(wire.clientId)).filter(({ region }) => region === wire.region);
  }

  /** Whether requests are answered from here at all. */
  private async decides(declared: DeclaredInputs): Promise<boolean> {
    if (declared["approveRequests"] === false && declared["rejectRequests"] === undefined) return false;
    return (await this.realm.may("show_pending_requests")) && (await this.realm.may("approve_reject_request"));
  }

  private async set(
    { account, project, region }: DeclaredInputs,
    body: { readonly limits: Limits; readonly profileId?: string },
    ifMatch: string,
  ): Promise<WireAllocation> {
    const params = { clientId: text(account), region: text(region) };
    try {
      const answer: Answer<WireAllocation> = await (typeof project === "string"
        ? this.realm.wire.call(operations.setProjectQuota, { params: { ...params, projectId: project }, body, ifMatch })
        : this.realm.wire.call(operations.setClientQuota, { params, body, ifMatch }));
      await this.remember(answer.body, { project });
      return answer.body;
    } catch (error) {
      if (!(error instanceof PortalRefusal)) throw error;
      if (error.code === "quota_exceeded") {
        const whole = typeof project === "string" ? "the account's quota" : "the reseller's pool";
        throw new PortalRefusal(
          `the quota doesn't fit in what ${whole} has left ${Q4.mark}; nothing was changed. Where another quota of the same run makes ` +
            `room, run again: it is done by then. ${error.message}`,
        );
      }
      if (error.code === "below_usage")
        throw new PortalRefusal(
          `the quota would be below what is taken of it ${Q5.mark}; nothing was changed. ${error.message}`,
        );
      throw error;
    }
  }

  private async regionFindings(region: unknown): Promise<Finding[]> {
    if (typeof region !== "string") return [];
    const known = (await this.realm.regions()).map(({ id }) => id);
    if (known.includes(region)) return [];
    const near = nearest(region, known);
    const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `known are ${known.join(", ")}`;
    return [
      { property: "region", reason: `is ${JSON.stringify(region)}, which is not a region of the portal; ${hint}` },
    ];
  }

  private async projectFindings({ account, project }: DeclaredInputs, planned: PlannedInputs): Promise<Finding[]> {
    if (typeof project !== "string" || planned.of("Project", project) !== undefined) return [];
    const found = await this.realm.projects.withId(project);
    if (found !== undefined && !(await isOfAnother(this.realm, found.clientId, account, planned))) return [];
    const what =
      found === undefined ? "is not the id of a project that the token can see" : "belongs to another account";
    return [
      {
        property: "project",
        reason: `is ${JSON.stringify(project)}, which ${what}: give the Project resource, or its id`,
      },
    ];
  }

  private profileFindings(inputs: DeclaredInputs, planned: PlannedInputs): Promise<Finding[]> {
    const isPlanned = planned.of("QuotaProfile", text(inputs["profile"])) !== undefined;
    return isPlanned ? Promise.resolve([]) : quotaProfileFindings(this.realm, "profile", inputs, planned);
  }
}

function rejectionFindings({ account, project, rejectRequests }: DeclaredInputs): Finding[] {
  if (!Array.isArray(rejectRequests) || typeof account !== "string" || project === undefined) return [];
  return [
    {
      property: "rejectRequests",
      reason: "only goes with the quota of an account: requests are for that, not for a project",
    },
  ];
}

function rejected(declared: DeclaredInputs): ReadonlySet<string> {
  return new Set(rejectionsIn(declared).map(({ id }) => id));
}

/** What approvals make of a quota. */
function raised(limits: Limits, approved: readonly WireQuotaRequest[]): Limits {
  const result = limitsIn(limits);
  for (const { resource, requested } of approved.flatMap(({ items }) => items))
    result[resource] = Math.max(result[resource], requested);
  return result;
}

/** Pending requests that ask for no more than these numbers allow. */
function covered(
  pending: readonly WireQuotaRequest[],
  limits: Limits,
  without: ReadonlySet<string>,
): readonly WireQuotaRequest[] {
  return pending.filter(
    ({ id, items }) => !without.has(id) && items.every(({ resource, requested }) => requested <= limits[resource]),
  );
}

/** A decision that the portal refuses says what becomes of the request. */
async function decided(id: string, what: string, decide: () => Promise<unknown>): Promise<void> {
  try {
    await decide();
  } catch (error) {
    if (!(error instanceof PortalRefusal) || error.code === undefined) throw error;
    if (error.code !== "not_pending" && error.code !== "quota_exceeded") throw error;
    const why =
      error.code === "not_pending"
        ? "somebody has decided on it in the meantime: run pulumi refresh"
        : "the reseller's pool has not that much left: lower another quota first";
    throw new PortalRefusal(`the request ${id} can't be ${what} ${Q9.mark}: ${why}. ${error.message}`);
  }
}
