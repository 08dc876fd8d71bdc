import type { Finding, Severity } from "../../kinds";

/**
 * Where a rule is held. `program`: by what is declared alone, before anything is sent. `portal`: at preview, against the live portal.
 * `apply`: at the moment of the change, with nothing changed. `always`: by the way things are built; it can't be broken from here.
 */
export type RulePlace = "program" | "portal" | "apply" | "always";

export interface RuleEntry {
  /** What becomes of a resource that breaks it, where its finding doesn't say otherwise; `kept`: nobody can break it from here. */
  readonly severity: Severity | "kept";
  readonly what: string;
  /** Chapter of the reseller manual, or the page of the portal's help, that the rule comes from. */
  readonly source: string;
  readonly places: readonly RulePlace[];
}

function entry(severity: RuleEntry["severity"], what: string, source: string, ...places: RulePlace[]): RuleEntry {
  return { severity, what, source, places };
}

/**
 * Every rule of the Cloud Service Portal that this provider keeps. C: customers, V: services, U: users, P: permission profiles,
 * Q: quotas, O: projects, A: access. The table in docs/csp-rules.md is made from this.
 */
export const ruleBook = {
  C1: entry(
    "refuse",
    "The uProvide account exists before the customer that is linked to it.",
    "§2.1.1",
    "program",
    "apply",
  ),
  C2: entry(
    "refuse",
    "Customers are made and changed with the rights of a reseller, through uProvide.",
    "§2.1.1, §2.2",
    "portal",
  ),
  C3: entry(
    "refuse",
    "A reseller sets the states trial, demo, production and managed; disabled and inactive are the provider's, and final.",
    "§2.5(5), §2.6(6)",
    "program",
    "portal",
  ),
  C4: entry(
    "refuse",
    "Colours are hexadecimal; the icon is an https URL, or left out for the reseller's icon.",
    "§2.1.1(5-7)",
    "program",
  ),
  C5: entry("kept", "Order: customer, services, users, projects, roles.", "§2.1", "always"),
  C6: entry("confirm", "From production or managed to trial or demo changes what is charged.", "§2.5", "program"),
  C7: entry(
    "refuse",
    "A customer is never deleted: it is retained, or its decommissioning is asked for.",
    "§2.5, §2.6",
    "program",
    "always",
  ),
  V1: entry("refuse", "S3 needs OpenStack, available and active.", "§2.1.1 note 1, §2.1.2", "program", "portal"),
  V2: entry(
    "refuse",
    "A service is available to the customer before it is activated.",
    "§2.1.1(4), §2.1.2",
    "program",
    "portal",
  ),
  V3: entry("warn", "An activation can't be taken back.", "§2.1.2", "program", "apply"),
  V4: entry("refuse", "A service that is active stays available.", "§2.1.2", "portal"),
  U1: entry(
    "refuse",
    "A user has a profile, and one that the user's customer can see.",
    "§2.1.3, §3.3",
    "program",
    "portal",
  ),
  U2: entry(
    "refuse",
    "A customer's user gets no Clients permission: it would open the other customers.",
    "§3.2, §3.3",
    "program",
    "portal",
  ),
  U3: entry(
    "refuse",
    "The standard profile Client-Adm is not for customers' users, whatever chapter 2.1.3 says.",
    "§3.1, §2.1.3",
    "program",
    "portal",
  ),
  U4: entry(
    "kept",
    "Passwords are shown once: they are secret outputs, and in no plan, log or message.",
    "§2.1.3, §2.3",
    "always",
  ),
  U5: entry("confirm", "A customer keeps somebody who administers its users.", "derived", "portal", "apply"),
  U6: entry(
    "refuse",
    "All users of a customer are gone before its decommissioning is asked for.",
    "§2.5(3), §2.6(4)",
    "apply",
  ),
  P1: entry("refuse", "A profile for customers holds no Clients permission.", "§3.3", "portal"),
  P2: entry("refuse", "A profile for the reseller's people holds at least one Clients permission.", "§3.2", "portal"),
  P3: entry("warn", "A profile for customers is visible to all of them at once.", "§3.3", "portal"),
  P4: entry(
    "refuse",
    "Taking the last Clients permission out of a reseller profile would show it to every customer.",
    "§3.2, §3.3",
    "program",
    "portal",
  ),
  P5: entry(
    "refuse",
    "Putting a Clients permission into a customers' profile would make resellers of all who have it.",
    "§3.2",
    "program",
    "portal",
  ),
  P6: entry("warn", "A change of a profile reaches everybody who has it.", "§3", "portal"),
  P7: entry(
    "refuse",
    "Standard profiles are never changed or deleted; no profile is deleted while somebody has it.",
    "§3.1, dashboard pages",
    "portal",
    "apply",
  ),
  P8: entry("kept", "What a profile is based on is never changed by it.", "§3.2", "always"),
  P9: entry("refuse", "Nobody grants what they don't hold themselves.", "organisation pages", "portal"),
  Q1: entry("refuse", "Only a global quota profile can be inherited.", "§4.3", "program"),
  Q2: entry("refuse", "An inherited quota profile is read-only for customers.", "§4.3", "portal", "apply"),
  Q3: entry(
    "warn",
    "There is at most one default in each scope: a new one takes the old one's place.",
    "quota profile pages",
    "program",
    "portal",
  ),
  Q4: entry(
    "refuse",
    "Quotas of customers fit in the reseller's pool, those of projects in their customer's; for each number, in each region.",
    "quota pages",
    "program",
    "portal",
    "apply",
  ),
  Q5: entry("refuse", "A quota is not below what is in use.", "quota pages", "portal", "apply"),
  Q6: entry(
    "refuse",
    "A customer has no more projects than its quota allows.",
    "project pages",
    "program",
    "portal",
    "apply",
  ),
  Q7: entry("warn", "Changing a quota profile changes no quota that was set from it.", "quota profile pages", "portal"),
  Q8: entry(
    "warn",
    "A quota profile that is no longer inheritable disappears for the customers that may be using it.",
    "§4.3",
    "program",
  ),
  Q9: entry(
    "refuse",
    "A request for quota is decided once, while it is pending, and an approval fits in the pool.",
    "§4.2.1",
    "portal",
    "apply",
  ),
  Q10: entry(
    "refuse",
    "Making quota profiles and setting quotas needs the rights for it.",
    "quota profile pages",
    "portal",
  ),
  Q11: entry(
    "refuse",
    "The ten numbers are whole and not negative; RAM and volume storage are in GB.",
    "quota profile pages",
    "program",
  ),
  O1: entry("refuse", "A project needs OpenStack to be active for its customer.", "§2.1.2, §5", "program", "portal"),
  O2: entry(
    "refuse",
    "A project for object storage (quota profile object-storage) needs the rights of an administrator.",
    "S3 pages",
    "portal",
  ),
  O3: entry("warn", "Nobody can log in to a project on which nobody has a role.", "project pages", "portal"),
  O4: entry(
    "kept",
    "The sub-service of a project appears the day after: that it is missing is no drift.",
    "§2.4",
    "always",
  ),
  O5: entry("refuse", "A project is emptied before it is deleted.", "§2.5(2-3), §2.6(3-4)", "apply"),
  O6: entry(
    "kept",
    "The ticket for a decommissioning names the customer, and the id and name of every project.",
    "§2.5 note",
    "always",
  ),
  A1: entry(
    "refuse",
    "The user that this tool runs as can't be locked out or deleted by it.",
    "conditional access pages",
    "portal",
    "apply",
  ),
  A2: entry(
    "confirm",
    "Without rules access is unrestricted: taking the last one away opens it.",
    "conditional access pages",
    "program",
  ),
  A3: entry(
    "refuse",
    "Addresses are IP addresses or CIDR blocks; times go from an earlier to a later one, on at least one day.",
    "conditional access pages",
    "program",
  ),
  A4: entry("refuse", "Administering users and permissions needs the rights for it.", "organisation pages", "portal"),
  A5: entry(
    "warn",
    "A password is reset when its trigger has a new value, and never otherwise.",
    "§2.3",
    "program",
    "always",
  ),
} as const satisfies Record<string, RuleEntry>;

export type RuleName = keyof typeof ruleBook;
export type RuleId = `csp/${RuleName}`;

export const ruleNames = Object.keys(ruleBook) as RuleName[];

export function ruleId(name: RuleName): RuleId {
  return `csp/${name}`;
}

/** What is wrong, and on which property, with the rule's id in the reason. */
export function broken(name: RuleName, property: string, reason: string, severity?: Severity): Finding {
  const usual: RuleEntry["severity"] = ruleBook[name].severity;
  return {
    property,
    reason: `${reason} (rule ${ruleId(name)})`,
    severity: severity ?? (usual === "kept" ? "refuse" : usual),
    rule: ruleId(name),
  };
}

/** Rules whose question or warning an author can answer with `confirm`. */
export const confirmableRules: readonly RuleId[] = ruleNames
  .filter((name) => ruleBook[name].severity === "confirm" || ruleBook[name].severity === "warn")
  .map(ruleId);
