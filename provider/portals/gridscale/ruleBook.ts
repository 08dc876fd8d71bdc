import { alikeEntry, ruleBookOf, ruleEntry, type RuleEntry } from "../../model/ruleBook";

/**
 * Every rule of gridscale Partner that this provider keeps: L as gathered from the vendor's documents, X what the contract, which is
 * derived, asks for. The table in docs/gridscale-rules.md is made from this.
 */
export const ruleBook = {
  L1: ruleEntry(
    "kept",
    "A locked account can't be entered, by its Cloud Panel or from the Partner Panel; it is managed like any other.",
    "Account Lock",
    "always",
  ),
  L2: ruleEntry(
    "warn",
    "While an account is locked its workloads keep running, and billing goes on.",
    "Account Lock",
    "portal",
  ),
  L3: ruleEntry(
    "kept",
    "A lock is taken back by unlocking, also one that was put on by hand.",
    "Account Lock",
    "always",
  ),
  L4: ruleEntry(
    "refuse",
    'Deleting an account cleans it up and can\'t be taken back: only with an explicit `onDelete: "delete"`, and never for a replacement.',
    "Account Delete",
    "program",
    "portal",
    "apply",
  ),
  L5: ruleEntry(
    "warn",
    "What becomes of servers, storages and addresses of a deleted account, and when billing ends, the vendor doesn't say.",
    "Account Delete (silence)",
    "apply",
  ),
  L6: ruleEntry("kept", "People are made before they are given roles.", "User Directory", "always"),
  L7: ruleEntry(
    "warn",
    "A locked person can log in to none of your accounts: the lock is the person's, not that of one account.",
    "User Functionalities, Lock",
    "portal",
  ),
  L8: ruleEntry(
    "kept",
    "A deleted person loses all privileges for good: one made anew has another id, and is given everything declared again.",
    "User Functionalities, Delete",
    "always",
  ),
  L9: ruleEntry(
    "refuse",
    "Who owns an account can't be deleted before another owner is assigned.",
    "User Functionalities, Delete",
    "portal",
    "apply",
  ),
  L10: ruleEntry(
    "refuse",
    "Roles hold for a whole account or for the realm, never for a project.",
    "access levels",
    "program",
  ),
  L11: ruleEntry(
    "refuse",
    "What a person has on all accounts by the realm is inherited: never a difference, never removed from one account, and not declared there again.",
    "partner model",
    "program",
    "always",
  ),
  L12: ruleEntry(
    "refuse",
    "Prices and people need PARTNER_ADMIN: a token that may only write is refused.",
    "access levels",
    "apply",
  ),
  L13: ruleEntry(
    "refuse",
    "An account has an owner, who is declared on the account: `owner` is no role that is given to people.",
    "access levels",
    "program",
    "apply",
  ),
  L14: ruleEntry(
    "refuse",
    "A location in which an account has a project is not taken away.",
    "partner model",
    "portal",
    "apply",
  ),
  L15: ruleEntry(
    "refuse",
    "The token is an API key of the Partner Panel: one of a project sees nothing of this.",
    "Contract Management API, introduction",
    "portal",
  ),
  L19: ruleEntry(
    "refuse",
    "A limit is not below what is in use, and only limits that the account has are set.",
    "public API, 416",
    "portal",
    "apply",
  ),
  L20: ruleEntry(
    "kept",
    "A 404 also hides what the token may not see: it proves nothing until the token has shown that it sees the realm.",
    "public API, 404",
    "always",
  ),
  X1: ruleEntry(
    "refuse",
    "The contract is derived and unverified: writes to a real portal need `reseller:acceptDerivedContract: true`.",
    "this project",
    "portal",
    "apply",
  ),
  X2: ruleEntry("refuse", "Roles are fixed: a Profile is exactly one of them.", "access levels", "program"),
  X3: ruleEntry(
    "refuse",
    "A feature or location is switched on in one place: on the Account, or by a ServiceActivation.",
    "this project",
    "program",
  ),
  X4: ruleEntry(
    "refuse",
    "Features and locations are those that the portal lists; a name that two locations share names neither.",
    "this project",
    "portal",
  ),
  N1: alikeEntry,
} as const satisfies Record<string, RuleEntry>;

export type RuleName = keyof typeof ruleBook;

export const gridscaleRules = ruleBookOf<RuleName>("gridscale", ruleBook);
export const { broken, id: ruleId } = gridscaleRules;
