/** How much is told of each thing. What is least important is given up first. */
export interface Detail {
  changes: number;
  stacks: number;
  remarks: number;
  notices: number;
  said: number;
  names: number;
  effects: number;
  quotas: number;
  accepted: number;
  explained: number;
  findings: number;
  approvals: number;
  irreversible: number;
  gaps: number;
  standing: number;
}

/** What is given up, one after the other, and down to how much, until the comment fits. */
export const GIVEN_UP: readonly (readonly [keyof Detail, number])[] = [
  ["changes", 0],
  ["remarks", 0],
  ["notices", 0],
  ["stacks", 20],
  ["said", 5],
  ["names", 3],
  ["effects", 20],
  ["quotas", 10],
  ["accepted", 5],
  ["explained", 20],
  ["findings", 40],
  ["accepted", 0],
  ["said", 0],
  ["quotas", 0],
  ["stacks", 0],
  ["effects", 4],
  ["irreversible", 3],
  ["approvals", 3],
  ["gaps", 3],
  ["explained", 3],
  ["findings", 5],
  ["names", 1],
  ["effects", 0],
  ["explained", 0],
  ["approvals", 0],
  ["irreversible", 0],
  ["findings", 0],
  ["gaps", 0],
  ["standing", 0],
];
