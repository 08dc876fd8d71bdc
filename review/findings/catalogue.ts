import type { Level } from "../report";

/** What a finding is, whatever it is found in. */
export interface FindingKind {
  readonly level: Level;
  readonly title: string;
  /** The condition, for docs/review-findings.md. */
  readonly when: string;
}

const ofLevel =
  (level: Level) =>
  (title: string, when: string): FindingKind => ({ level, title, when });
const escalation = ofLevel("escalation");
const irreversible = ofLevel("irreversible");
const risk = ofLevel("risk");
const notice = ofLevel("notice");

/** Appended to findings that are as serious as the person's permissions. */
const HEAVIER = "An `escalation` if the person has power over people, permissions or accounts, or if this is unknown.";

/** Appended to findings about a name in review.yaml that matches nothing. */
const NOBODY_HAS =
  "names a person, an account, a profile or a permission that is neither in the plan nor, with `--live`, at the portal. It has no effect for that name.";

/**
 * Every finding. Ids stay the same from release to release, since acceptances name them. ESC: somebody gets more power. OWN: who is left in
 * charge. IDN: who somebody is. LCK: locks. IRR: irreversible changes. OPN: conditional access. PWD: passwords. QUO: limits. LIF: an account's lifecycle. MAS: too
 * much in one change. KEP: no longer managed. ASR, CEI, EXP, APR: checks of review.yaml. REF: its names. ACP: acceptances. DAT: unknown values.
 */
export const catalogue = {
  "ESC-01": escalation(
    "Rights over other accounts",
    "A person gains a permission in an account other than their own, or in the whole realm.",
  ),
  "ESC-02": escalation(
    "A profile in use gains rights over other accounts",
    "A profile that is assigned to people gains a permission over other accounts (Cloud Service Portal: a Clients permission, rule csp/P5; Scaleway: ResellerFullAccess).",
  ),
  "ESC-03": escalation(
    "A reseller profile becomes public to customers",
    "A reseller profile loses its last permission over accounts, so every customer can see it and assign it (rule csp/P4).",
  ),
  "ESC-04": escalation(
    "A new person starts with administrative rights",
    "A new person can manage people or permissions.",
  ),
  "ESC-05": escalation(
    "Can raise their own rights",
    "A person gains permission to change profiles, policies or roles, including their own.",
  ),
  "ESC-06": escalation(
    "Can take over a more powerful person with a password",
    "A person gains permission to reset passwords in an account where another person has more permissions.",
  ),
  "ESC-07": escalation(
    "Administrative rights gained",
    "An existing person gains permission to manage people or permissions.",
  ),
  "ESC-08": escalation(
    "A permission with an unknown meaning",
    "A person gains a permission whose meaning this version doesn't know.",
  ),
  "ESC-09": risk(
    "Rights in all future projects",
    "A person gains a permission that also applies to projects that are created later.",
  ),
  "OWN-01": risk("No administrator left", "An account, or the realm, loses its last person who can manage its people."),
  "OWN-02": risk("No person left who can log in", "An account that stays loses its last person who can log in."),
  "OWN-03": risk("Account owner changed", "An account gets another owner, or an owner is declared for the first time."),
  "OWN-04": risk(
    "A required administrator is missing",
    "A required administrator in review.yaml can no longer manage people, or fewer administrators are left than it requires.",
  ),
  "OWN-05": risk("A required administrator doesn't exist", `A required administrator in review.yaml ${NOBODY_HAS}`),
  "IDN-01": risk(
    "Identity of a person with permissions changed",
    `The sign-in name, contact address or account of a person with permissions changes, or may change. ${HEAVIER}`,
  ),
  "IDN-02": risk(
    "A person with permissions is somebody else",
    `Another object at the portal, or another person in the program, replaces a person with permissions: the same resource, or the same sign-in name. ${HEAVIER}`,
  ),
  "IDN-03": escalation(
    "Contact data of an account's owner changed",
    "The e-mail address or phone number of an account's owner changes (Scaleway: the owner signs in with the address and has full access to the Organization).",
  ),
  "LCK-01": risk("A person is locked", `A person is locked. ${HEAVIER}`),
  "LCK-02": risk("A person is unlocked", `A person's lock is removed. ${HEAVIER}`),
  "LCK-03": risk("An account is locked", "An account is locked; its people lose access."),
  "LCK-04": risk("An account is unlocked", "An account's lock is removed; its people regain access."),
  "IRR-01": irreversible("A person is deleted", "A person is deleted, with their password, roles and tokens."),
  "IRR-02": irreversible(
    "A person is replaced",
    `A person is deleted and created again: the old password, roles, tokens and keys are lost. ${HEAVIER}`,
  ),
  "IRR-03": irreversible(
    "A service is activated",
    "On the Cloud Service Portal, an activation is permanent (rule csp/V3).",
  ),
  "IRR-04": irreversible("A project is deleted", "A project is deleted or replaced."),
  "IRR-05": irreversible(
    "An account is deleted or decommissioned",
    "An account is deleted at the portal, or its decommissioning is requested.",
  ),
  "IRR-06": irreversible(
    "A profile is deleted",
    "A profile or a quota profile is deleted or replaced. The portal keeps no copy.",
  ),
  "IRR-07": irreversible(
    "A quota request is rejected",
    "A quota request is rejected. The decision is final (rule csp/Q9).",
  ),
  "OPN-01": risk(
    "Conditional access opens",
    "A person's last restriction of times or addresses is removed, or the restrictions allow more than before.",
  ),
  "OPN-02": notice(
    "Conditional access closes",
    "A person can use the portal at fewer times or from fewer addresses than before.",
  ),
  "PWD-01": risk("A password is reset", `A person's current password stops working. ${HEAVIER}`),
  "QUO-01": risk("Quotas exceed the pool", "The sum of all accounts' limits exceeds the pool in review.yaml."),
  "QUO-02": risk(
    "Project quotas exceed the account's quota",
    "The sum of the limits of an account's projects exceeds the account's limits, and didn't before or was raised.",
  ),
  "QUO-03": risk("A limit is below current usage", "A limit is set below the usage at the last refresh."),
  "QUO-04": risk(
    "A pool matches no quota",
    "The plan has quotas, but none of them has the region or limit of a pool in review.yaml. The pool has no effect.",
  ),
  "LIF-01": risk(
    "An account is no longer billed as production",
    "An account changes from production or managed to trial or demo (rule csp/C6).",
  ),
  "LIF-02": risk("An account's state changes", "The commercial state of an account changes otherwise."),
  "LIF-03": risk(
    "Billing reference of an account changed",
    "The uProvide account that an account is billed to changes, or the customer number on its invoices.",
  ),
  "LIF-04": risk(
    "An account becomes deletable",
    "An account is unprotected (`protect: false`) and its `onDelete` has an effect, and at least one of the two is new.",
  ),
  "MAS-01": irreversible(
    "Too many deletions at once",
    "More than 30 % of more than 10 objects are deleted or replaced, or more than the limit in review.yaml.",
  ),
  "MAS-02": risk(
    "Too many people at once",
    "The access of more than 30 % of more than 10 people changes, or of more people than the limit in review.yaml.",
  ),
  "KEP-01": notice("No longer managed", "A resource is removed from the program and stays unchanged at the portal."),
  "ASR-01": escalation("An assertion fails", "An assertion in review.yaml doesn't hold after the change."),
  "ASR-02": escalation("An assertion matches nothing", `An assertion in review.yaml ${NOBODY_HAS}`),
  "CEI-01": escalation("Above the ceiling", "A person gains a permission that a ceiling in review.yaml doesn't allow."),
  "CEI-02": escalation("A ceiling matches nothing", `A ceiling in review.yaml ${NOBODY_HAS}`),
  "EXP-01": risk(
    "Temporary access has expired",
    "Access with an expiry date in review.yaml still exists after that date.",
  ),
  "EXP-02": notice(
    "Temporary access begins or expires soon",
    "Access with an expiry date in review.yaml begins, or expires within 14 days.",
  ),
  "EXP-03": risk("An expiry date matches nothing", `An expiry date in review.yaml ${NOBODY_HAS}`),
  "APR-01": risk("An approval matches nothing", `An approval in review.yaml ${NOBODY_HAS}`),
  "REF-01": notice(
    "A name in review.yaml matches nothing",
    "An exception of an assertion (`not`), or a permission that a ceiling allows, doesn't exist. The check still applies.",
  ),
  "ACP-01": risk(
    "An acceptance has expired",
    "An acceptance in review.yaml has passed its expiry date and no longer applies.",
  ),
  "ACP-02": risk("An acceptance is not used", "An acceptance in review.yaml matches no finding."),
  "PRV-01": escalation(
    "The provider refuses",
    "The provider refuses a part of the plan because of one of the portal's rules.",
  ),
} as const satisfies Record<string, FindingKind>;

export type FindingId = keyof typeof catalogue;
