import type { Level } from "../report";

/** What a finding is, whatever it is found in. */
export interface FindingKind {
  readonly level: Level;
  readonly title: string;
  /** When it is found; for docs/review.md, which is made from this. */
  readonly when: string;
}

function kind(level: Level, title: string, when: string): FindingKind {
  return { level, title, when };
}

/** Said of findings that are as serious as what the person holds. */
const HEAVIER =
  "An `escalation` where the person holds power over people, rights or accounts, or rights that can't be told.";

/** Said of findings about a name in review.yaml with which a guard finds nothing to guard. */
const NOBODY_HAS =
  "names a person, an account, a profile or a permission that neither the plan nor, with `--live`, the portal has: nothing is held for that name.";

/**
 * Every finding. Ids stay the same from release to release, since acceptances name them. ESC: somebody gets more power. OWN: who is left in
 * charge. IDN: who somebody is. LCK: locks. IRR: what can't be taken back. OPN: conditional access. PWD: passwords. QUO: limits. LIF: an account's life. MAS: too
 * much at once. KEP: what is let go. ASR, CEI, EXP, APR: what review.yaml asks for. REF: what it names. ACP: acceptances. DAT: what can't be told.
 */
export const catalogue = {
  "ESC-01": kind(
    "escalation",
    "Rights over other accounts",
    "Somebody gains a right in an account other than their own, or in the whole realm.",
  ),
  "ESC-02": kind(
    "escalation",
    "A profile in use gains rights over other accounts",
    "A profile that people have gains a permission over accounts other than one's own (Cloud Service Portal: a Clients permission, rule csp/P5; Scaleway: ResellerFullAccess).",
  ),
  "ESC-03": kind(
    "escalation",
    "A reseller profile becomes public to customers",
    "A profile of the reseller's own people loses its last permission over accounts, so that every customer sees it and can give it to people (rule csp/P4).",
  ),
  "ESC-04": kind(
    "escalation",
    "A new person starts with administrative rights",
    "Somebody who is not there before has rights over people or over rights.",
  ),
  "ESC-05": kind(
    "escalation",
    "Can raise their own rights",
    "Somebody gains the right to change profiles, policies or roles, and with it their own.",
  ),
  "ESC-06": kind(
    "escalation",
    "Can take over somebody stronger by a password",
    "Somebody gains the right to give new passwords in an account where another person may do more than they.",
  ),
  "ESC-07": kind(
    "escalation",
    "Administrative rights gained",
    "Somebody who is there before gains rights over people or over rights.",
  ),
  "ESC-08": kind(
    "escalation",
    "A permission that nobody knows the meaning of",
    "Somebody gains a permission that this version has no meaning for.",
  ),
  "OWN-01": kind(
    "risk",
    "The last administrator leaves",
    "An account, or the realm, has people who can manage its people before the change and none after it.",
  ),
  "OWN-02": kind(
    "risk",
    "Nobody left who can log in",
    "People of an account can log in before the change and none after it, and the account stays.",
  ),
  "OWN-03": kind("risk", "Another owner", "An account gets another owner, or one is declared where none was."),
  "OWN-04": kind(
    "risk",
    "A required administrator is missing",
    "Somebody whom review.yaml names as a required administrator can't manage people any more, or fewer are left than it asks for.",
  ),
  "OWN-05": kind(
    "risk",
    "A required administrator whom nobody has",
    `A required administrator in review.yaml ${NOBODY_HAS}`,
  ),
  "IDN-01": kind(
    "risk",
    "Somebody with rights is known by something else",
    `A person who holds rights signs in with, is reached at, or belongs to something else than before, or may. ${HEAVIER}`,
  ),
  "IDN-02": kind(
    "risk",
    "Somebody else has a person's place",
    `Another object at the portal, or another person of the program, has the place of somebody who held rights: by the resource, or by what that person signed in with. ${HEAVIER}`,
  ),
  "IDN-03": kind(
    "escalation",
    "An account's owner is reached elsewhere",
    "The e-mail address or phone number of an account's owner changes (Scaleway: the owner signs in with the address, and may do everything in the Organization).",
  ),
  "LCK-01": kind("risk", "A lock shuts somebody out", `A person is locked. ${HEAVIER}`),
  "LCK-02": kind("risk", "An unlock lets somebody in", `A person's lock is taken away. ${HEAVIER}`),
  "LCK-03": kind("risk", "A lock shuts an account's people out", "An account is locked."),
  "LCK-04": kind("risk", "An unlock lets an account's people in", "An account's lock is taken away."),
  "IRR-01": kind("irreversible", "A person is deleted", "Password, roles and tokens go with the person."),
  "IRR-02": kind(
    "irreversible",
    "A person is replaced",
    `A person is deleted and made anew: password, roles, tokens and keys of the old one are gone. ${HEAVIER}`,
  ),
  "IRR-03": kind(
    "irreversible",
    "A service is activated",
    "On the Cloud Service Portal an activation can't be taken back (rule csp/V3).",
  ),
  "IRR-04": kind("irreversible", "A project is deleted", "A project is deleted or replaced."),
  "IRR-05": kind(
    "irreversible",
    "An account is ended",
    "An account is deleted at the portal, or its decommissioning is asked for.",
  ),
  "IRR-06": kind(
    "irreversible",
    "A profile is deleted",
    "A profile or a quota profile is deleted or replaced; the portal keeps no copy.",
  ),
  "IRR-07": kind(
    "irreversible",
    "A request for quota is decided",
    "A request for quota is rejected; it can't be decided again (rule csp/Q9).",
  ),
  "OPN-01": kind(
    "risk",
    "Conditional access opens",
    "The last of somebody's rules on hours or addresses goes, or the rules admit what they didn't.",
  ),
  "OPN-02": kind(
    "notice",
    "Conditional access closes",
    "Somebody may use the portal at fewer hours or from fewer addresses than before.",
  ),
  "PWD-01": kind("risk", "A password is reset", `The old password of somebody stops working. ${HEAVIER}`),
  "QUO-01": kind(
    "risk",
    "More is promised than there is",
    "The limits of all accounts together are above the pool that review.yaml gives.",
  ),
  "QUO-02": kind(
    "risk",
    "Projects share out more than the account has",
    "The limits of an account's projects together are above the account's own, and were not before or are raised.",
  ),
  "QUO-03": kind("risk", "A limit below what is in use", "A limit is set below what was in use at the last refresh."),
  "QUO-04": kind(
    "risk",
    "A pool of what nobody has",
    "The plan has quotas, and a pool in review.yaml is of a region or of a limit that none of them has: nothing is held against it.",
  ),
  "LIF-01": kind(
    "risk",
    "An account is charged for in another way",
    "An account goes from production or managed to trial or demo (rule csp/C6).",
  ),
  "LIF-02": kind("risk", "An account's state changes", "The commercial state of an account changes in another way."),
  "LIF-03": kind(
    "risk",
    "An account is billed as another",
    "The uProvide account that an account is billed to changes, or your own number of it, which invoices carry.",
  ),
  "LIF-04": kind(
    "risk",
    "An account can be deleted from now on",
    "An account is not protected (`protect: false`) and its `onDelete` does something, and one of both is new.",
  ),
  "MAS-01": kind(
    "irreversible",
    "Too many deletions at once",
    "More than 30 % of more than 10 objects are deleted or replaced, or more than the number that review.yaml gives.",
  ),
  "MAS-02": kind(
    "risk",
    "Too many people at once",
    "The access of more than 30 % of more than 10 people changes, or of more than the number that review.yaml gives.",
  ),
  "KEP-01": kind(
    "notice",
    "No longer managed",
    "Something is taken out of the program and stays at the portal as it is.",
  ),
  "ASR-01": kind(
    "escalation",
    "What review.yaml rules out",
    "After the change an assertion in review.yaml doesn't hold.",
  ),
  "ASR-02": kind("escalation", "An assertion about what nobody has", `An assertion in review.yaml ${NOBODY_HAS}`),
  "CEI-01": kind("escalation", "Above the ceiling", "Somebody gains a right that is above the ceiling in review.yaml."),
  "CEI-02": kind("escalation", "A ceiling over what nobody has", `A ceiling in review.yaml ${NOBODY_HAS}`),
  "EXP-01": kind(
    "risk",
    "Access that has run out",
    "A grant that review.yaml gives an end is still there after its last day.",
  ),
  "EXP-02": kind(
    "notice",
    "Access that will run out",
    "A grant that review.yaml gives an end begins, or ends within 14 days.",
  ),
  "EXP-03": kind("risk", "An end of what nobody has", `A grant that review.yaml gives an end ${NOBODY_HAS}`),
  "APR-01": kind("risk", "An approval for what nobody has", `An approval in review.yaml ${NOBODY_HAS}`),
  "REF-01": kind(
    "notice",
    "review.yaml names what nobody has",
    "An exception of an assertion (`not`), or a permission that a ceiling allows, is not there. What is asked for holds all the same.",
  ),
  "ACP-01": kind(
    "risk",
    "An acceptance has expired",
    "An acceptance in review.yaml is past its last day: it doesn't count any more.",
  ),
  "ACP-02": kind("risk", "An acceptance is not used", "An acceptance in review.yaml names a finding that isn't there."),
  "PRV-01": kind(
    "escalation",
    "The provider refuses",
    "The provider refuses part of the plan by one of the portal's rules.",
  ),
} as const satisfies Record<string, FindingKind>;

export type FindingId = keyof typeof catalogue;
