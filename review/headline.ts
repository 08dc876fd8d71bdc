import { counted, joined } from "../text/words";
import type { Judgement } from "./judgement";
import { type Change, LEVELS } from "./report";

const LEVEL_WORDS = {
  escalation: ["escalation", "escalations"],
  irreversible: ["irreversible change", "irreversible changes"],
  risk: ["risk", "risks"],
  notice: ["notice", "notices"],
} as const;

/** The result in one sentence, with numbers. */
export function headlineOf(judgement: Judgement): string {
  const { verdict, completeness, approved } = judgement;
  const { gaps } = completeness;
  const counts = findingCounts(judgement);
  const differs = approved === false ? ". The approved effect was different" : "";
  const words = `${counts.length > 0 ? `${joined(counts)}; ` : ""}${accessText(judgement)}${differs}`;
  switch (verdict) {
    case "nothing":
      return "Nothing to review: the plan changes nothing.";
    case "changes":
      return `${approved === true ? "Approved as it is" : "Changes without findings that need an approval"}: ${words}.`;
    case "approval":
      return `Needs an approval: ${words}.`;
    case "blocked":
      return `Blocked: ${words}.`;
    case "cannot tell":
      return `Cannot tell: ${counted(gaps.length, "thing is", "things are")} missing. As far as is known: ${words}.`;
  }
}

function findingCounts({ findings }: Judgement): string[] {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const accepted = findings.length - open.length;
  const byLevel = [...LEVELS].reverse().flatMap((level) => {
    const number = open.filter((entry) => entry.level === level).length;
    const [one, many] = LEVEL_WORDS[level];
    return number === 0 ? [] : [counted(number, one, many)];
  });
  return accepted > 0 ? [...byLevel, `${accepted} accepted`] : byLevel;
}

/** How many people's access changes, and how many sign in or are reached in another way. */
function accessText({ findings, reviews, completeness: { gaps } }: Judgement): string {
  const people = reviews.flatMap((review) => review.people);
  const withChange = (...changes: Change[]) =>
    people.filter(({ scopes }) => scopes.some(({ rights }) => rights.some(({ change }) => changes.includes(change))))
      .length;
  const gained = withChange("gained", "maybe gained");
  const lost = withChange("lost", "maybe lost");
  const others = new Set(findings.filter(({ id }) => id.startsWith("IDN-")).map(({ subject }) => subject)).size;
  const unchanged = others === 0 ? "nobody's access changes" : "nobody's rights change";
  return [
    // Where something is missing, what isn't seen to change is no fact.
    gained + lost > 0 ? changedAccess(gained, lost) : gaps.length === 0 ? unchanged : "no change of anybody's rights",
    ...(others === 0
      ? []
      : [
          counted(
            others,
            "person has another sign-in name or contact address",
            "people have another sign-in name or contact address",
          ),
        ]),
  ].join(", ");
}

/** At least one of the two is not 0. */
function changedAccess(gained: number, lost: number): string {
  const gain = counted(gained, "person gains", "people gain");
  if (lost === 0) return `${gain} access`;
  if (gained === 0) return `${counted(lost, "person loses", "people lose")} access`;
  return `${gain} access, and ${lost} ${lost === 1 ? "loses" : "lose"} access`;
}
