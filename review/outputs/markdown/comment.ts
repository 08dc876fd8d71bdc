import type { Finding, Report, ReportQuota } from "../../report";
import {
  blocks,
  bySeriousness,
  changingStacks,
  notableQuotas,
  remarksOf,
  sortedEffects,
  standingNotes,
} from "../wording";
import type { Detail } from "./detail";
import { approvalsSection } from "./sections/approvals";
import { changeLines, changesSection } from "./sections/changes";
import { completenessSection } from "./sections/completeness";
import { effectsSection } from "./sections/effects";
import { findingsSection } from "./sections/findings";
import { hashesSection } from "./sections/hashes";
import { byRule, irreversibleSection } from "./sections/irreversible";
import { quotasSection } from "./sections/quotas";
import { saidSection } from "./sections/said";
import { stacksSection } from "./sections/stacks";
import { verdictSection } from "./sections/verdict";
import { remembered, Writer } from "./writer";

/** A comment, in whatever length is asked of it. */
export class Comment {
  readonly #report: Report;
  readonly #marker: string;
  readonly #writer: Writer;
  readonly #changeLines = remembered(changeLines);
  readonly #open: readonly Finding[];
  readonly #notices: readonly Finding[];
  readonly #accepted: readonly Finding[];
  readonly #irreversible: readonly (readonly Finding[])[];
  readonly #effects: ReturnType<typeof sortedEffects>;
  readonly #quotas: readonly ReportQuota[];

  constructor(report: Report, marker: string) {
    this.#report = report;
    this.#marker = marker;
    this.#writer = new Writer(report);
    const findings = bySeriousness(report.findings);
    const isOpen = (finding: Finding) => finding.level !== "notice" || blocks(report, finding);
    this.#open = findings.filter((finding) => finding.accepted === undefined && isOpen(finding));
    this.#notices = findings.filter((finding) => finding.accepted === undefined && !isOpen(finding));
    this.#accepted = findings.filter(({ accepted }) => accepted !== undefined);
    this.#irreversible = byRule(this.#open.filter(({ level }) => level === "irreversible"));
    this.#effects = sortedEffects(report);
    this.#quotas = notableQuotas(report);
  }

  /** Each part as long as it can be. */
  everything(): Detail {
    const { changes, said, approvals, completeness } = this.#report;
    const { gained, lost, unknown } = this.#effects;
    return {
      changes: changes.length,
      stacks: changingStacks(this.#report).length,
      remarks: remarksOf(completeness).length,
      notices: this.#notices.length,
      said: said.length,
      names: 12,
      effects: Math.max(gained.length, lost.length, unknown.length),
      quotas: this.#quotas.length,
      accepted: this.#accepted.length,
      explained: Math.max(this.#open.length, this.#accepted.length, this.#notices.length),
      findings: this.#open.length,
      approvals: approvals.length,
      irreversible: this.#irreversible.length,
      gaps: completeness.gaps.length,
      standing: standingNotes(this.#report).length,
    };
  }

  text(detail: Detail): string {
    const { gained, lost, unknown } = this.#effects;
    const writer = this.#writer;
    const sections = [
      [this.#marker],
      verdictSection(writer, detail),
      stacksSection(writer, detail),
      findingsSection(writer, "Findings", this.#open, detail.findings, detail),
      approvalsSection(writer, detail),
      irreversibleSection(writer, this.#irreversible, detail),
      effectsSection(writer, "Who gains", gained, detail),
      effectsSection(writer, "Who loses", lost, detail),
      effectsSection(writer, "What is not known", unknown, detail),
      findingsSection(writer, "Accepted by review.yaml", this.#accepted, detail.accepted, detail),
      findingsSection(writer, "To know", this.#notices, detail.notices, detail),
      quotasSection(writer, this.#quotas, detail),
      saidSection(writer, detail),
      completenessSection(writer, detail),
      hashesSection(writer),
      changesSection(this.#report.changes, detail, this.#changeLines),
    ];
    return `${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join("\n"))
      .join("\n\n")}\n`;
  }
}
