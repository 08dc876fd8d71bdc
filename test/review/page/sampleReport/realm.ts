import {
  type Change,
  EVERYWHERE,
  type Holding,
  type Report,
  type ReportAccount,
  type ReportPerson,
  type ReportRight,
} from "../../../../review";
import { companyName, personName, slug } from "./names";
import { PERMISSIONS } from "./permissions";
import { PROFILES, type SampleProfile } from "./profiles";

export interface SampleSize {
  readonly accounts: number;
  /** All people, the reseller's own among them. */
  readonly people: number;
  /** The reseller's own, who may do what they may everywhere. */
  readonly staff: number;
  /** In how many accounts each customer's person has rights: their own, and the ones after it. */
  readonly accountsEach: number;
}

/** Who may do what in the sample, before and after its change. */
export class SampleRealm {
  readonly accounts: readonly ReportAccount[];
  readonly people: ReportPerson[] = [];
  readonly access: Report["access"] = [];
  readonly rights: ReportRight[][] = [];
  private readonly lists = new Map<string, number>();

  constructor(readonly size: SampleSize) {
    this.accounts = Array.from({ length: size.accounts }, (_, index) => {
      const name = companyName(index);
      const isLast = index === size.accounts - 1;
      return { key: `Account/${slug(name)}`, name, portal: "csp", before: !isLast, after: true, declared: index !== 3 };
    });
    this.fill();
  }

  private fill(): void {
    const { people, staff, accountsEach } = this.size;
    for (let index = 0; index < people; index += 1) {
      if (index < staff) this.addStaff(index);
      else this.addCustomer(index, accountsEach);
    }
  }

  private addStaff(index: number): void {
    const isNew = index === this.size.staff - 1;
    const profile = isNew ? PROFILES.newReseller : index % 2 === 0 ? PROFILES.reseller : PROFILES.desk;
    const key = this.addPerson(index, undefined, isNew ? "gained" : "none", !isNew);
    this.add(key, EVERYWHERE, profile);
  }

  private addCustomer(index: number, accountsEach: number): void {
    const { staff, accounts } = this.size;
    const number = index - staff;
    const home = number % accounts;
    const [profile, change] = this.profileOf(number);
    const key = this.addPerson(index, this.accounts[home]?.key, change, true);
    for (let step = 0; step < Math.min(accountsEach, accounts); step += 1) {
      const account = this.accounts[(home + step) % accounts];
      if (account !== undefined) this.add(key, account.key, profile);
    }
    if (profile === PROFILES.support) this.add(key, EVERYWHERE, PROFILES.supportEverywhere);
  }

  private profileOf(number: number): readonly [SampleProfile, Change] {
    if (number < this.size.accounts) return [PROFILES.administrator, "none"];
    if (number % 16 === 1) return [PROFILES.support, "gained"];
    if (number % 23 === 2) return [PROFILES.planned, "maybe gained"];
    if (number % 29 === 5) return [PROFILES.beta, "unknown"];
    if (number % 7 === 4) return [PROFILES.administrator, "none"];
    return [PROFILES.user, "lost"];
  }

  private addPerson(index: number, account: string | undefined, change: Change, before: boolean): string {
    const { name, fullName } = personName(index);
    const key = `User/${slug(name)}-${index}`;
    this.people.push({ key, name, fullName, account, portal: "csp", before, after: true, change });
    return key;
  }

  private add(person: string, scope: string, profile: SampleProfile): void {
    this.access.push({ person, scope, rights: this.list(profile) });
  }

  /** People who have the same share one list. */
  private list(profile: SampleProfile): number {
    const key = `${profile.name} ${profile.before.length} ${profile.after.length} ${profile.maybe?.length ?? 0}`;
    const known = this.lists.get(key);
    if (known !== undefined) return known;
    const rights = PERMISSIONS.flatMap(({ name }, permission) => {
      const before: Holding = profile.before.includes(name) ? "yes" : "no";
      const isUnknown = profile.unknown?.includes(name) === true;
      const isMaybe = profile.maybe?.includes(name) === true;
      const after: Holding = isMaybe || isUnknown ? "maybe" : profile.after.includes(name) ? "yes" : "no";
      if (before === "no" && after === "no") return [];
      const change: Change = isUnknown ? "unknown" : changeOf(before, after);
      const limit = profile.limited?.includes(name) === true ? "in the projects main and backup" : undefined;
      return [{ permission, before, after, change, limit, path: [{ kind: "profile", name: profile.name }] }];
    });
    this.lists.set(key, this.rights.length);
    this.rights.push(rights);
    return this.rights.length - 1;
  }

  withChange(change: Change): ReportPerson[] {
    return this.people.filter((person) => person.change === change);
  }

  /** Those of the change who are a customer's. */
  customers(change: Change): string[] {
    return this.withChange(change).flatMap(({ key, account }) => (account === undefined ? [] : [key]));
  }

  accountsOf(people: readonly string[]): string[] {
    return [
      ...new Set(
        this.people.flatMap(({ key, account }) => (people.includes(key) && account !== undefined ? [account] : [])),
      ),
    ];
  }

  /** Staff that is new. */
  newcomer(): ReportPerson | undefined {
    return this.people[this.size.staff - 1];
  }

  /** Key of a person whose login name changes. */
  replaced(): string | undefined {
    return this.people[this.size.staff + 1]?.key;
  }

  /** The account that is nearly full. */
  crowded(): ReportAccount | undefined {
    const [first, acme = first] = this.accounts;
    return acme;
  }
}

function changeOf(before: Holding, after: Holding): Change {
  if (before === after) return "none";
  if (after === "maybe") return before === "no" ? "maybe gained" : "maybe lost";
  return after === "yes" ? "gained" : "lost";
}
