import { randomUUID } from "node:crypto";
import type { Level } from "../../../provider/portals/gridscale/contract";
import { hashOf, newToken } from "../../secrets";
import { compositeKey } from "../../store/collection";
import type { PortalStore } from "../../store/store";
import { LIMITS } from "./catalogue";
import type {
  ContractRecord,
  PartnerRecord,
  ProjectRecord,
  RelationRecord,
  RequestRecord,
  SettingsRecord,
  TokenRecord,
  UserRecord,
} from "./records";

const SETTINGS = "settings";

/** The key of an index that has one bucket. */
export const ALL = "all";

/** The token that the sandbox prints. */
export const PRINTED_TOKEN = "partner";

/** Everything that the portal knows: the partner, its contracts, and the people who may use them. */
export class GridscaleRealm {
  readonly partners;
  readonly contracts;
  readonly projects;
  readonly users;
  readonly relations;
  readonly tokens;
  readonly requests;
  private readonly settingsRecords;

  constructor(records: PortalStore) {
    this.partners = records.collection<PartnerRecord>("partners", {});
    this.contracts = records.collection("contracts", {
      name: ({ name, deletion }: ContractRecord) => (deletion?.state === "gone" ? [] : [name]),
      deleting: ({ deletion }: ContractRecord) => (deletion === null || deletion.state === "gone" ? [] : [ALL]),
      owner: ({ ownerIds, deletion }: ContractRecord) => (deletion?.state === "gone" ? [] : ownerIds),
    });
    this.projects = records.collection("projects", { contract: ({ contractId }: ProjectRecord) => [contractId] });
    this.users = records.collection("users", { email: ({ email }: UserRecord) => [email.toLowerCase()] });
    this.relations = records.collection("relations", {
      contract: ({ contractId }: RelationRecord) => [contractId],
      user: ({ userId }: RelationRecord) => [userId],
    });
    this.tokens = records.collection("tokens", {
      secretHash: ({ secretHash }: TokenRecord) => [secretHash],
      user: ({ userId }: TokenRecord) => [userId],
    });
    this.requests = records.collection<RequestRecord>("requests", {});
    this.settingsRecords = records.collection<SettingsRecord>("settings", {});
  }

  get partner(): PartnerRecord {
    for (const partner of this.partners.values()) return partner;
    throw new Error("the portal has not been seeded");
  }

  get settings(): Omit<SettingsRecord, "id" | "sequence"> {
    return (
      this.settingsRecords.get(SETTINGS) ?? { rateLimitEnforced: false, deleteAnswers: 202, newContractLocations: [] }
    );
  }

  set settings(settings: Omit<SettingsRecord, "id" | "sequence">) {
    this.settingsRecords.put({ ...settings, id: SETTINGS });
  }

  *contractsThere(): Iterable<ContractRecord> {
    for (const contract of this.contracts.values()) if (contract.deletion?.state !== "gone") yield contract;
  }

  /** A contract, and a project where that can lie anywhere. */
  addContract(
    { name, isPartnerContract }: Pick<ContractRecord, "name" | "isPartnerContract">,
    locationIds: readonly string[],
    now: number,
  ): ContractRecord {
    const contract = this.contracts.insert({
      id: randomUUID(),
      name,
      isPartnerContract,
      locked: false,
      ownerIds: [],
      featureKeys: [],
      locationIds,
      limits: Object.fromEntries(LIMITS.map(({ key, value }) => [key, value])),
      usage: {},
      prices: {},
      deletion: null,
      cleanUp: "done",
      createdAt: now,
      changedAt: now,
    });
    const [first] = locationIds;
    if (first !== undefined) this.addProject(contract.id, "default", first);
    return contract;
  }

  addProject(contractId: string, name: string, locationId: string): ProjectRecord {
    const workloads = { running: 0, stopped: 0, platformServices: 0 };
    return this.projects.insert({ id: randomUUID(), contractId, name, locationId, ...workloads });
  }

  changeContract(id: string, values: Partial<ContractRecord>, now: number): ContractRecord {
    const contract = this.contracts.get(id);
    if (contract === undefined) throw new Error(`there is no contract ${id} to change`);
    return this.contracts.replace({ ...contract, ...values, changedAt: now });
  }

  /** The level that somebody has on the contract itself. */
  relation(contractId: string, userId: string): RelationRecord | undefined {
    return this.relations.get(compositeKey(contractId, userId));
  }

  /** Gives somebody a level on the contract itself; null takes it away. */
  setLevel({ id: contractId }: ContractRecord, userId: string, level: Level | null, now: number): void {
    const id = compositeKey(contractId, userId);
    if (level === null) this.relations.remove(id);
    else this.relations.put({ id, contractId, userId, level });
    const { ownerIds = [] } = this.contracts.get(contractId) ?? {};
    const isOwner = ownerIds.includes(userId);
    if (isOwner === (level === "owner")) return;
    const next = isOwner ? ownerIds.filter((owner) => owner !== userId) : [...ownerIds, userId];
    this.changeContract(contractId, { ownerIds: next }, now);
  }

  /** The new owner takes the place of the first, who stays as an administrator; further owners stay what they are. */
  handOver(contract: ContractRecord, userId: string, now: number): void {
    const [first] = contract.ownerIds;
    if (first === userId) return;
    if (first !== undefined) this.setLevel(contract, first, "admin", now);
    this.setLevel(contract, userId, "owner", now);
    const others = contract.ownerIds.filter((id) => id !== first && id !== userId);
    this.changeContract(contract.id, { ownerIds: [userId, ...others] }, now);
  }

  /** With everything that the person was allowed. */
  removeUser(id: string): void {
    this.relations.removeAll("user", id);
    this.tokens.removeAll("user", id);
    this.users.remove(id);
  }

  /** The secret is known to the caller alone, unless it is to be printed again. */
  addToken(
    token: Pick<TokenRecord, "userId" | "kind" | "scopes">,
    id: string = randomUUID(),
  ): { readonly record: TokenRecord; readonly secret: string } {
    const secret = newToken("gridscale");
    const kept = id === PRINTED_TOKEN ? secret : null;
    const record = this.tokens.insert({ id, ...token, sees: true, secretHash: hashOf(secret), secret: kept });
    return { record, secret };
  }
}
