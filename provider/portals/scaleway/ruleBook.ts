import { alikeEntry, ruleBookOf, ruleEntry, type RuleEntry } from "../../model/ruleBook";

/**
 * Every rule of Scaleway that this provider keeps. K: keys, C: customers, U: users, P: profiles, L: locking oneself out, Q: quotas,
 * N: names. The table in docs/scaleway-rules.md is made from this.
 */
export const ruleBook = {
  K1: ruleEntry(
    "refuse",
    "What is in a client's Organization is managed with an API key of that Organization: the partner's own opens none of it.",
    "IAM: policies of the Organization itself",
    "portal",
  ),
  K2: ruleEntry("refuse", "An account is one of the partner's Organizations.", "Partner API", "portal"),
  C1: ruleEntry(
    "refuse",
    "A customer has a name, its owner's e-mail address and names, and your own number of it; their lengths are the portal's.",
    "Partner API, create organization",
    "program",
  ),
  C2: ruleEntry(
    "refuse",
    "No Organization can be deleted: it is retained, or the partner's lock is put on it.",
    "Partner API",
    "program",
    "always",
  ),
  C3: ruleEntry(
    "kept",
    "`locked` is the partner's own lock and nothing else: a lock of the vendor's above it is no drift.",
    "Partner API, recorded",
    "always",
  ),
  C4: ruleEntry("refuse", "A partner can't lift a lock of the vendor's.", "Partner API, unlock", "portal"),
  C5: ruleEntry(
    "warn",
    "A phone number or a description that was given once can be changed and not emptied.",
    "Partner API, update organization",
    "program",
  ),
  C6: ruleEntry(
    "warn",
    "Your number of a customer, changed after the 25th, may miss the invoice of the month.",
    "Partner Space documentation",
    "program",
  ),
  C7: ruleEntry(
    "refuse",
    "An administrator is asked for once: what was asked for can't be changed from here.",
    "Partner API, request-admin-role",
    "program",
  ),
  C8: ruleEntry(
    "warn",
    "Your number of a customer should be of one customer only; the portal doesn't see to it.",
    "Partner API",
    "portal",
  ),
  C9: ruleEntry("warn", "An Organization that its owner has closed is not managed any more.", "Partner API", "portal"),
  U1: ruleEntry(
    "refuse",
    "The owner comes with the Organization: never declared as a User, never changed, never deleted.",
    "IAM: users",
    "portal",
    "apply",
  ),
  U2: ruleEntry(
    "refuse",
    "Login names have 2 to 150 letters, digits and `@ . _ -`, and are of one person in an Organization.",
    "IAM API, create user",
    "program",
    "portal",
  ),
  U3: ruleEntry("refuse", "A password has at most 72 bytes.", "IAM API, update-password", "program"),
  U4: ruleEntry(
    "kept",
    "Passwords are secret, in inputs and outputs; none is in a plan, a log or a message.",
    "IAM API",
    "always",
  ),
  U5: ruleEntry(
    "confirm",
    "An Organization keeps somebody beside its owner who administers it.",
    "derived",
    "portal",
    "apply",
  ),
  U6: ruleEntry("refuse", "At most ten tags, of letters, digits, spaces and `. _ - / = + @`.", "IAM API", "program"),
  U7: ruleEntry(
    "confirm",
    "An e-mail address is of one person in an Organization, whatever its letter case.",
    "derived",
    "program",
    "portal",
  ),
  P1: ruleEntry(
    "refuse",
    "Groups and policies that every Organization has, and managed ones, are referred to and never taken over or changed.",
    "IAM: groups",
    "program",
    "portal",
    "apply",
  ),
  P2: ruleEntry("refuse", "A policy is for exactly one group.", "IAM API, create policy", "program"),
  P3: ruleEntry(
    "refuse",
    "The permission sets of one rule are of one scope type; those for Organization features don't go with projects.",
    "IAM API, rules",
    "portal",
  ),
  P4: ruleEntry("refuse", "Permission sets are those of the portal's live list.", "IAM API, permission-sets", "portal"),
  P5: ruleEntry(
    "warn",
    "Who holds IAMManager, IAMPolicyManager, IAMGroupManager or OrganizationManager can grant themselves anything.",
    "IAM: permission sets",
    "portal",
  ),
  P6: ruleEntry("warn", "A change of a profile reaches everybody in its group.", "IAM: policies", "portal"),
  P7: ruleEntry(
    "refuse",
    "A group of a profile's own has one policy that is the profile's: where there are several, nobody knows which.",
    "derived",
    "portal",
    "apply",
  ),
  L1: ruleEntry(
    "confirm",
    "What this tool's own key may do in IAM, or in the Partner Space, is not taken away by it.",
    "IAM: policies",
    "portal",
    "apply",
  ),
  Q1: ruleEntry(
    "refuse",
    "Quotas can be read and not set: what is declared is compared, and a ticket raises it.",
    "IAM API, quota",
    "portal",
  ),
  N1: alikeEntry,
} as const satisfies Record<string, RuleEntry>;

export type RuleName = keyof typeof ruleBook;

export const scalewayRules = ruleBookOf<RuleName>("scaleway", ruleBook);
export const { broken, id: ruleId } = scalewayRules;
