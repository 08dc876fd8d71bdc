import { lastOnes, owners } from "./charge";
import type { FindingRule } from "./context";
import { customers } from "./customers";
import { escalations, publications } from "./escalations";
import { identities, takeovers } from "./identity";
import { accounts, activations, decisions, deletions } from "./objects";
import { conditions, locks, losses, passwords } from "./people";

/** All rules that look at one realm's part of a change. */
export const RULES: readonly FindingRule[] = [
  escalations,
  publications,
  identities,
  takeovers,
  customers,
  lastOnes,
  owners,
  locks,
  losses,
  passwords,
  conditions,
  accounts,
  deletions,
  activations,
  decisions,
];
