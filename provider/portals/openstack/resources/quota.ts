import { type Declared, type InputsAt, known, type OutputsOfKind, type Values } from "../../../model/declared";
import { type LimitNumbers, numbersIn } from "../../../model/limitNumbers";
import type { Found, Freshness, KindDriver, Written } from "../../../model/portal";
import { text } from "../../../model/words";
import type { Cloud } from "../client";
import { seenOf } from "../../listing";
import { canonicalAccount } from "../driver";
import type { fields } from "../fields";
import type { QuotaRequest } from "../quotaRequests";
import { profileSize, regionOf } from "../quotaReading";
import { absenceIn } from "../visibility";
import { answerRequests, covered, pendingIn, rejectionsIn } from "./quotaAnswers";
import { everyQuota, numbersBeyondDefaults, ownerIn } from "./quotaListing";
import { placeOf, placeText, placeWithId, type QuotaPlace, quotaId } from "./quotaPlace";
import { explained } from "./quotaErrors";

type Inputs = InputsAt<typeof fields, "Quota">;
type Outputs = OutputsOfKind<"Quota">;
type Driver = KindDriver<Inputs, Outputs>;

/**
 * Quota = limits of a project in one region, in Nova, Cinder and Neutron, or limits of a domain that Keystone keeps. They are there with
 * their owner. Those that are declared are set, and others left alone.
 */
export function quotaDriver(cloud: Cloud): Driver {
  const { quotas } = cloud;
  return {
    singleton: true,
    canonical: (inputs) => withImplied(cloud, inputs),
    everything: () => everyQuota(cloud, (place, limits) => shown(cloud, place, { limits }, "known")),
    create: (inputs) => write(cloud, inputs),
    update: (_found, _changes, wanted) => write(cloud, wanted),

    async absence(id, { account }) {
      const place = placeWithId(id);
      if (place === undefined) return { proven: true };
      const home = (await cloud.home()).id;
      return "project" in place
        ? absenceIn(cloud, cloud.projects, text(account) || home, place.project)
        : absenceIn(cloud, cloud.domains, home, place.domain);
    },

    describe(inputs) {
      const place = placeOf(inputs);
      return place === undefined ? "" : placeText(place);
    },

    async get(id, state, freshness) {
      const place = placeWithId(id);
      if (place === undefined || !(await isThere(cloud, place, freshness))) return undefined;
      return shown(cloud, place, state, freshness);
    },

    async find(inputs, freshness) {
      const place = placeOf(inputs);
      if (place === undefined || !(await isThere(cloud, place, freshness))) return undefined;
      // Whoever may not read limits is told so on the declaration that needs it (rule openstack/Q6).
      const [found] = (await seenOf(async () => [await shown(cloud, place, inputs, freshness)])).items;
      if (found === undefined) return undefined;
      const limits = numbersIn(found.inputs.limits);
      const defaults = await quotas.defaults(place, limits);
      const isUntouched = Object.entries(limits).every(([name, limit]) => defaults[name] === limit);
      return isUntouched ? { ...found, untouched: true } : found;
    },

    async remove({ id, inputs }, { onDelete }) {
      const place = placeWithId(id);
      if (onDelete !== "reset" || place === undefined)
        return { note: "the limits stay as they are (onDelete: retain)" };
      await explained(place, () => quotas.reset(place, numbersIn(inputs.limits)));
      return {};
    },
  };
}

async function shown(
  cloud: Cloud,
  place: QuotaPlace,
  declared: Declared<Inputs>,
  freshness: Freshness,
): Promise<Found<Inputs, Outputs>> {
  const given = await declaredNumbers(cloud, declared);
  // What an import asks for has been declared by nobody yet.
  const names = given ?? (await numbersBeyondDefaults(cloud, place));
  const { limits, used } = await cloud.quotas.read(place, names, freshness);
  const pending = await pendingIn(cloud.quotas, place, freshness);
  return {
    id: quotaId(place),
    inputs: {
      ...(await ownerIn(cloud, place)),
      region: place.region,
      limits,
      ...(await answersOf(cloud, place, pending, given ?? {}, declared)),
    },
    outputs: {
      allocated: declared.limits === undefined && declared.profile !== undefined ? limits : undefined,
      used: nonZero(used),
      pendingRequests: pending.length === 0 ? undefined : pending.map(requestOutput),
    },
  };
}

/** Whether requests are answered as declared. */
async function answersOf(
  { quotas }: Cloud,
  place: QuotaPlace,
  pending: readonly QuotaRequest[],
  limits: LimitNumbers,
  declared: Declared<Inputs>,
): Promise<Values<Pick<Inputs, "approveRequests" | "rejectRequests">>> {
  if (!("project" in place) || !(await quotas.requests.areThere())) return {};
  const open = await covered(quotas, place, pending, limits, declared);
  const isPending = (id: string) => pending.some((request) => request.id === id);
  const answered = rejectionsIn(declared).filter((id) => !isPending(id));
  return {
    approveRequests: declared.approveRequests !== false && open.length === 0,
    ...(known(declared.rejectRequests) === undefined ? {} : { rejectRequests: answered.map((id) => ({ id })) }),
  };
}

/** Answers requests first, since an approval changes the limits, and then sets the declared ones. */
async function write(cloud: Cloud, inputs: Inputs): Promise<Written<Outputs>> {
  const place = placeOf(inputs)!;
  const limits = (await declaredNumbers(cloud, inputs)) ?? {};
  await explained(place, async () => {
    const overwritten = await answerRequests(cloud.quotas, place, limits, inputs);
    await cloud.quotas.set(place, { ...overwritten, ...limits });
  });
  const id = quotaId(place);
  const next = async () => ({ id, outputs: (await shown(cloud, place, inputs, "fresh")).outputs });
  return { id, outputs: {}, next };
}

/** The numbers that a declaration stands for; undefined where it has neither limits nor the name of a size. */
async function declaredNumbers(cloud: Cloud, inputs: Declared<Inputs>): Promise<LimitNumbers | undefined> {
  return inputs.limits === undefined ? profileSize(cloud, inputs) : numbersIn(inputs.limits);
}

/** What a declaration implies: the region of the connection, the numbers of a size that is followed, and that covered requests are approved. */
async function withImplied(cloud: Cloud, inputs: Declared<Inputs>): Promise<Declared<Inputs>> {
  const { project, followProfile, limits, approveRequests = true } = inputs;
  if (project === undefined) return inputs;
  const followed = followProfile === true && limits === undefined ? await profileSize(cloud, inputs) : undefined;
  const region = await regionOf(cloud, inputs.region);
  const account = typeof project === "string" ? (await cloud.projects.withId(project))?.domain_id : undefined;
  return {
    ...(await canonicalAccount(cloud, { ...(typeof account === "string" ? { account } : {}), ...inputs })),
    ...(region === undefined ? {} : { region }),
    ...((await cloud.quotas.requests.areThere()) ? { approveRequests } : {}),
    ...(followed === undefined ? {} : { limits: followed }),
  };
}

async function isThere(cloud: Cloud, place: QuotaPlace, freshness: Freshness): Promise<boolean> {
  const list = "project" in place ? cloud.projects : cloud.domains;
  if (freshness === "fresh") await list.load("fresh");
  return (await list.withId("project" in place ? place.project : place.domain)) !== undefined;
}

function requestOutput({ id, size, regions, requestedAt }: QuotaRequest) {
  return { id, size, regions: [...regions], ...(requestedAt === undefined ? {} : { requestedAt }) };
}

function nonZero(numbers: LimitNumbers): Record<string, number> | undefined {
  const shown = Object.entries(numbers).filter(([, number]) => number !== 0);
  return shown.length === 0 ? undefined : Object.fromEntries(shown);
}
