/** The verdict, and all sections but the matrix. */
export const SECTIONS = `
.verdict { margin-top: 20px; padding: 18px 22px 16px; border-radius: 10px; background: var(--ground); color: var(--tone); }
.verdict .where { margin-bottom: 4px; color: var(--ink); font-size: 13px; }
.verdict h1 { font-size: 19px; line-height: 1.4; font-weight: 500; letter-spacing: -0.01em; }
.verdict .word { display: block; font-size: 27px; line-height: 1.2; font-weight: 700; }
.verdict .headline { display: block; max-width: 62em; margin-top: 4px; color: var(--ink); }
.verdict-blocked { --tone: var(--escalation); --ground: var(--escalation-ground); }
.verdict-approval { --tone: var(--risk); --ground: var(--risk-ground); }
.verdict-changes { --tone: var(--accent); --ground: light-dark(#e6edfc, #1a2740); }
.verdict-nothing { --tone: var(--gained); --ground: var(--gained-ground); }
.verdict-cannot-tell { --tone: var(--unknown); --ground: var(--unknown-ground); }
.tally { display: flex; flex-wrap: wrap; gap: 4px 28px; margin-top: 12px; color: var(--ink); font-size: 13px; }
.tally div { display: flex; gap: 8px; }
.tally dt { color: var(--tone); font-weight: 600; }

.findings, .effects, .approvals, .said, .gaps, .remarks {
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--surface);
  overflow: hidden;
}
.findings > li, .effects > li, .approvals > li, .said > li, .gaps > li, .remarks > li {
  padding: 10px 16px;
  border-top: 1px solid var(--line);
}
.findings > li:first-child, .effects > li:first-child, .approvals > li:first-child, .said > li:first-child,
.gaps > li:first-child, .remarks > li:first-child { border-top: 0; }
.findings h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 10px; font-size: 14px; }
.findings h3 code { color: var(--quiet); font-weight: 400; }
.level { padding: 0 8px; border-radius: 4px; background: var(--ground); color: var(--tone); font-size: 12px; font-weight: 600; }
.level-escalation { --tone: var(--escalation); --ground: var(--escalation-ground); }
.level-irreversible { --tone: var(--irreversible); --ground: var(--irreversible-ground); }
.level-risk { --tone: var(--risk); --ground: var(--risk-ground); }
.level-notice { --tone: var(--notice); --ground: var(--notice-ground); }
.finding { border-left: 3px solid var(--tone); }
.finding.accepted { border-left-style: dashed; }
.finding .sentence { max-width: 75em; margin: 3px 0; }
.sentence > summary { list-style-position: outside; }
.tag {
  display: inline-block;
  padding: 0 7px;
  border: 1px solid var(--strong-line);
  border-radius: 4px;
  color: var(--quiet);
  font-size: 12px;
  font-weight: 400;
  white-space: nowrap;
}
.tag.uncertain { border-style: dashed; }
.tag.over { border-color: var(--risk); color: var(--risk); }
.acceptance { color: var(--quiet); }
.facts { display: flex; flex-wrap: wrap; gap: 0 20px; color: var(--quiet); font-size: 13px; }
.facts div { display: flex; gap: 6px; min-width: 0; }
.facts dt::after { content: ":"; }
.facts dd { color: var(--ink); min-width: 0; }
.more { display: flex; flex-wrap: wrap; align-items: start; gap: 4px 16px; margin-top: 4px; font-size: 13px; }
.more:empty { display: none; }
.show { padding: 0; border: 0; background: none; color: var(--accent); }
.show:hover { background: none; text-decoration: underline; }
.people { min-width: 0; }
.people summary { color: var(--accent); }
.people[open] { flex-basis: 100%; }
.people ul { columns: 260px; column-gap: 24px; padding: 6px 0 2px; }
.people li { break-inside: avoid; }

.chain { display: flex; flex-wrap: wrap; gap: 2px 4px; margin: 3px 0; font-size: 13px; }
.chain li { display: inline-flex; flex-wrap: wrap; align-items: baseline; gap: 0 5px; min-width: 0; }
.chain li + li::before { content: "→"; content: "→" / ""; color: var(--quiet); margin-right: 1px; }
.chain .kind { color: var(--quiet); }
.chain bdi { padding: 0 6px; border-radius: 4px; background: var(--raised); min-width: 0; }

.effect { display: grid; grid-template-columns: 30px minmax(0, 1fr); gap: 0 12px; }
.effect .glyph {
  align-self: start;
  min-width: 30px;
  border: 1px solid var(--tone);
  border-radius: 5px;
  background: var(--ground);
  color: var(--tone);
  font-weight: 700;
  text-align: center;
}
.effect .line { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 16px; color: var(--quiet); font-size: 13px; }
.permissions { display: flex; flex-wrap: wrap; gap: 2px 10px; }
.change-gained, .change-maybe-gained { --tone: var(--gained); --ground: var(--gained-ground); }
.change-lost, .change-maybe-lost { --tone: var(--lost); --ground: var(--lost-ground); }
.change-unknown { --tone: var(--unknown); --ground: var(--unknown-ground); }
.change-none { --tone: var(--notice); --ground: var(--notice-ground); }
.change-maybe-gained .glyph, .change-maybe-lost .glyph, .change-unknown .glyph { border-style: dashed; background: none; }
.approvals span { margin-left: 8px; }
.said .sentence, .gaps .sentence, .remarks .sentence { max-width: 90em; white-space: pre-line; }
.incomplete { color: var(--unknown); }

table { border-collapse: collapse; background: var(--surface); font-size: 13px; }
th, td { padding: 4px 12px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.scrolled { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
.scrolled table { width: 100%; overflow-wrap: normal; }
.scrolled td, .scrolled th { overflow-wrap: anywhere; }
.quotas th, .quotas td { min-width: 70px; }
.quotas th:first-child { min-width: 140px; }
.counts { margin: 8px 0; border: 1px solid var(--line); }
#quotas > details, .standing { margin-top: 8px; }
#quotas > details > summary, .standing > summary { margin-bottom: 6px; color: var(--accent); }
.hashes > div { display: flex; flex-wrap: wrap; gap: 0 12px; }
.hashes dt { min-width: 190px; color: var(--quiet); }
.changes > summary { color: var(--accent); }
.change { margin: 6px 0; padding: 6px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
.change > p { margin: 4px 0; }
.change td { min-width: 140px; }
`;
