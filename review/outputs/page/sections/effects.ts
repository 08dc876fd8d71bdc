import { type Change, type Effect, EVERYWHERE, type Report } from "../../../report";
import { html, type Markup, NOTHING } from "../markup";
import { chain, name, type Names, sentence } from "../names";
import { showInMatrix } from "./findings";
import type { Section } from "./section";

/** The order of the page: what is gained first, since that is what a review is for. */
const GROUPS: readonly (readonly [Change, title: string, glyph: string])[] = [
  ["gained", "Gained", "+"],
  ["maybe gained", "Maybe gained", "+?"],
  ["lost", "Lost", "−"],
  ["maybe lost", "Maybe lost", "−?"],
  ["unknown", "Cannot be told", "?"],
  ["none", "Stays", "="],
];

export function effectsSection(report: Report, names: Names): Section {
  const { effects, findings } = report;
  const numbered = effects.map((effect, index) => ({ effect, selection: findings.length + index }));
  const groups = GROUPS.map(([change, title, glyph]) => {
    const members = numbered.filter(({ effect }) => effect.change === change);
    if (members.length === 0) return NOTHING;
    return html`<h3>${title} <span class="count">${members.length}</span></h3>
      <ul class="effects">
        ${members.map(({ effect, selection }) => item(report, effect, selection, glyph, names))}
      </ul>`;
  });
  const content = effects.length === 0 ? html`<p class="quiet">Nobody gains or loses anything.</p>` : html`${groups}`;
  return { id: "effects", title: "What people gain and lose", count: effects.length, content };
}

function item({ permissions }: Report, effect: Effect, selection: number, glyph: string, names: Names): Markup {
  const chips = effect.permissions.flatMap((index) => {
    const permission = permissions[index];
    return permission === undefined ? [] : [html`<li><code>${name(permission.name)}</code></li>`];
  });
  return html`<li class="effect change-${effect.change.replace(" ", "-")}">
    <span class="glyph" aria-hidden="true">${glyph}</span>
    <div>
      ${sentence(effect.sentence)}
      <div class="line">
        <span>${scope(effect, names)}</span>
        <ul class="permissions" aria-label="Permissions">
          ${chips}
        </ul>
        ${chain(effect.path)}
      </div>
      <div class="more">${names.peopleList(effect.people)}${showInMatrix(selection, effect.sentence.slice(0, 80))}</div>
    </div>
  </li>`;
}

function scope({ scope: where, people }: Effect, names: Names): Markup {
  if (where === EVERYWHERE) return html`everywhere: all current and future accounts`;
  if (where === "own") return people.length === 1 ? html`in their own account` : html`each in their own account`;
  return html`in ${names.account(where)}`;
}
