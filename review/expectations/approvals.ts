import { EVERYWHERE } from "../../provider/model/accessModel";
import { isAtLeast } from "../gate";
import type { ConnectionReview } from "../realm/connectionReview";
import type { Finding, Report } from "../report";
import type { ReviewFile } from "./reviewFile";

/** Who has to approve, by what `review.yaml` says of the findings. */
export function approvalsOf(
  findings: readonly Finding[],
  { approvals = [] }: ReviewFile,
  reviews: readonly ConnectionReview[],
): Report["approvals"] {
  return approvals.flatMap(({ by, count = 1, level, findings: ids, account }) => {
    const asks = findings.filter((entry) => {
      if (entry.accepted !== undefined) return false;
      if (level !== undefined && !isAtLeast(entry.level, level)) return false;
      if (ids !== undefined && !ids.includes(entry.id)) return false;
      const named = (key: string) => key === account || reviews.some((review) => review.nameOf(key) === account);
      return account === undefined || entry.accounts.some((key) => key === EVERYWHERE || named(key));
    });
    return asks.length === 0 ? [] : [{ by, count, findings: asks.map(({ id, subject }) => `${id} ${subject}`) }];
  });
}
