/** In what the sandbox may differ from the real servers, and why. All else must be the same. */
export interface Difference {
  readonly what: string;
  readonly because: string;
  /** Members that aren't compared. */
  readonly members?: readonly string[];
  /** What is compared in place of a text. */
  readonly text?: readonly [RegExp, string];
}

export const DIFFERENCES: readonly Difference[] = [
  {
    what: "What follows `Invalid input for field/attribute NAME.` in a 400",
    because: "It is the text of a Python library; the name of the field is compared",
    text: [/^(Invalid input for field\/attribute \w+\.).*$/s, "$1"],
  },
  {
    what: "`action_notes` of a task of Adjutant",
    because: "It is a log of what Adjutant did; the sandbox does it in one step and has none",
    members: ["action_notes"],
  },
  {
    what: "`current_usage` in a project's quotas of Adjutant",
    because: "Nobody reads it; usage comes from Nova, Cinder and Neutron",
    members: ["current_usage"],
  },
  {
    what: "Alarms, load balancers and databases in Adjutant's sizes",
    because: "The sandbox has none of these services",
    members: ["aodh", "octavia", "trove"],
  },
  {
    what: "The order of roles in `Must have one of the following roles: […]`",
    because: "It is another one each time that Adjutant starts",
    text: [/^(Must have one of the following roles: )\[.*\]$/, "$1[…]"],
  },
];

const LEFT_OUT: ReadonlySet<string> = new Set(DIFFERENCES.flatMap(({ members = [] }) => members));

export function isLeftOut(member: string): boolean {
  return LEFT_OUT.has(member);
}

export function compared(text: string): string {
  return DIFFERENCES.reduce((shown, { text: rule }) => (rule === undefined ? shown : shown.replace(...rule)), text);
}
