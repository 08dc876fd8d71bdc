import type { Declared, InputsAt, OutputsOfKind, Values } from "../../../model/declared";
import type { Absence, KindDriver, Listing, Removed, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { keyOf, text } from "../../../model/words";
import { type Listed, listed, wireFields } from "../../listed";
import type { RequestOf } from "../../wire";
import type { Cloud } from "../client";
import { contentsOf } from "../contents";
import { operations } from "../contract";
import { refuseUnlessConfirmed } from "../../confirmed";
import { listingOf, lockedField, refuseOther, refuseStale, tagsField } from "../driver";
import { freeDomainId } from "./accountId";
import type { fields } from "../fields";
import type { WireDomain } from "../reading";
import { D2, D4, D5 } from "../rules/domains";
import { P6 } from "../rules/projects";
import { absenceIn } from "../visibility";
import { orAbsent } from "../wire";

type Inputs = InputsAt<typeof fields, "Account">;
type Outputs = OutputsOfKind<"Account">;
type Body = RequestOf<typeof operations.updateDomain>["domain"];
type Accounts = Listed<Inputs, Outputs, WireDomain, Body>;

/** Account = domain. */
export function accountDriver(cloud: Cloud): KindDriver<Inputs, Outputs> {
  const accounts = accountsOf(cloud);
  return {
    ...accounts,
    describe,
    absence: (id) => absence(cloud, id),
    everything: () => everyAccount(cloud, accounts),
    create: (inputs) => createAccount(cloud, inputs),
    update: ({ id }, changes, wanted) => updateAccount(cloud, accounts, id, changes, wanted),
    remove: ({ id }, state) => removeAccount(cloud, id, state),
  };
}

function accountsOf(cloud: Cloud): Accounts {
  const { plain, emptiable } = wireFields<WireDomain, Body>();
  return listed<Inputs, Outputs, WireDomain, Body>({
    fields: {
      name: plain("name"),
      description: emptiable("description"),
      tags: tagsField,
      locked: lockedField,
      protected: {
        read: isProtected,
        write: (value) => (value === undefined ? {} : { options: { immutable: value } }),
      },
    },
    idOf: ({ id }) => id,
    keyOf: ({ name }) => keyOf(text(name)),
    listOf: () => cloud.domains,
    fetch: (id) => fetchDomain(cloud, id),
    beside: ({ id }) =>
      id === cloud.homeId
        ? { builtIn: `the domain of the connection's own user, which is not managed as an Account ${D2.mark}` }
        : {},
  });
}

function describe({ name }: Declared<Inputs>): string {
  return text(name);
}

function isProtected({ options }: WireDomain): boolean {
  return options?.immutable === true;
}

async function fetchDomain(cloud: Cloud, domainId: string): Promise<WireDomain | undefined> {
  const { domains } = await cloud.signedIn();
  if (domains !== undefined && !domains.has(domainId)) return undefined;
  return (await orAbsent(cloud.within(domainId).call(operations.getDomain, { params: { domainId } })))?.domain;
}

function absence(cloud: Cloud, id: string): Promise<Absence> {
  return absenceIn(cloud, cloud.domains, id, id);
}

async function everyAccount(cloud: Cloud, accounts: Accounts): Promise<Listing> {
  const { id: home } = await cloud.home();
  const { found, ...about } = await listingOf(cloud, "Account", cloud.domains, (wire) =>
    accounts.found(wire, accounts.read(wire)),
  );
  return { ...about, found: found.filter(({ id }) => id !== home) };
}

/** The id is chosen here, so that a create whose answer was lost makes no second customer when it is repeated. */
async function createAccount(cloud: Cloud, inputs: Inputs): Promise<Written<Outputs>> {
  const { name, description, tags, locked, protected: isImmutable } = inputs;
  const { body } = await cloud.call(operations.createDomain, {
    body: {
      domain: {
        name,
        explicit_domain_id: await freeDomainId(cloud, name, inputs.confirm),
        ...(description === undefined ? {} : { description }),
        ...(tags === undefined ? {} : { tags: [...tags] }),
        ...(locked === true ? { enabled: false } : {}),
        ...(isImmutable === true ? { options: { immutable: true } } : {}),
      },
    },
  });
  await cloud.domains.putIfLoaded(body.domain);
  return { id: body.domain.id, outputs: {} };
}

async function updateAccount(
  cloud: Cloud,
  accounts: Accounts,
  id: string,
  changes: Values<Inputs>,
  wanted: Inputs,
): Promise<Written<Outputs>> {
  const { options, ...body } = accounts.body(changes);
  const known = await cloud.domains.withId(id);
  const current = await fetchDomain(cloud, id);
  if (current === undefined) throw new PortalRefusal(`the domain ${id} is not there`, "not-found");
  refuseStale(known, current, body);
  const writes = Object.keys(body).length > 0;
  const lifts = isProtected(current) && (writes || options?.immutable === false);
  if (lifts && options === undefined && wanted.protected !== true) throw new PortalRefusal(guarded(current));
  if (lifts) await patch(cloud, id, { options: { immutable: false } });
  if (writes) refuseOther(body, await patch(cloud, id, body));
  const restores = wanted.protected === true && (lifts || options?.immutable === true);
  if (restores) await patch(cloud, id, { options: { immutable: true } });
  return { id, outputs: {} };
}

function guarded({ name, id }: WireDomain): string {
  return (
    `the domain ${name} (${id}) is protected against changes and deletion (its option immutable is set), and the resource doesn't say so. Declare ` +
    `protected: true to keep the protection, so that this tool lifts it for its own changes, or protected: false to remove it ${D4.mark}`
  );
}

async function patch(cloud: Cloud, domainId: string, domain: Body): Promise<WireDomain> {
  const { body } = await cloud.within(domainId).call(operations.updateDomain, {
    params: { domainId },
    body: { domain },
  });
  await cloud.domains.putIfLoaded(body.domain);
  return body.domain;
}

async function removeAccount(cloud: Cloud, id: string, state: Values<Inputs>): Promise<Removed> {
  const { onDelete = "retain" } = state;
  if (onDelete === "retain")
    return {
      note: "kept unchanged at the portal (onDelete: retain): the domain, its people and projects stay, and workloads continue to run",
    };
  const current = await fetchDomain(cloud, id);
  if (current === undefined) return {};
  if (isProtected(current) && state.protected !== true) throw new PortalRefusal(guarded(current));
  const lift = async () => {
    if (isProtected(current)) await patch(cloud, id, { options: { immutable: false } });
  };
  if (onDelete === "lock") {
    await lift();
    await patch(cloud, id, { enabled: false });
    if (isProtected(current)) await patch(cloud, id, { options: { immutable: true } });
    return {
      note: "is disabled now (onDelete: lock): nobody of the customer can sign in, and its tokens end, but workloads continue to run",
    };
  }
  await refuseFull(cloud, current, state);
  await lift();
  await patch(cloud, id, { enabled: false });
  await cloud.call(operations.deleteDomain, { params: { domainId: id } });
  cloud.forgetDomain(id);
  return {};
}

/** Rule openstack/D5: a domain goes with its users, groups and projects, and leaves behind what the projects hold. */
async function refuseFull(cloud: Cloud, { id, name }: WireDomain, state: Values<Inputs>): Promise<void> {
  await cloud.projects.load("fresh");
  const projects = await cloud.projects.inGroup(id);
  const { left, unseen } = await contentsOf(cloud, projects);
  if (left.length > 0)
    throw new PortalRefusal(
      `the domain ${name} can't be deleted while anything is in its projects: ${left.join(", ")}. It would stay without an owner: delete it first, this tool doesn't ${D5.mark}`,
    );
  if (unseen.length > 0)
    refuseUnlessConfirmed(
      [
        P6.broken(
          "",
          `whether anything is left in the projects of the domain ${name} can't be told: ${unseen.join("; ")}`,
        ),
      ],
      state,
    );
}
