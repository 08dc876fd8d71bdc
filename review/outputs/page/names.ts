import { EVERYWHERE, type PathStep, type Report, type Source } from "../../report";
import { html, joined, type Markup, NOTHING } from "./markup";
import { visibleName } from "./visibleText";

/** More than these are a matter for the matrix, and would make the page slow. */
const MOST_PEOPLE = 200;
const MOST_ACCOUNTS = 30;

/** Longer sentences are folded, so that one doesn't push the others off the screen. */
const LONGEST_SENTENCE = 700;

/** A name, kept apart from the direction of the text around it. */
export function name(text: string): Markup {
  return html`<bdi>${visibleName(text)}</bdi>`;
}

/** A text that has names in it and was made elsewhere. */
export function sentence(text: string): Markup {
  const characters = Array.from(text);
  if (characters.length <= LONGEST_SENTENCE) return html`<p class="sentence" dir="auto">${text}</p>`;
  const start = characters.slice(0, LONGEST_SENTENCE / 2).join("");
  return html`<details class="sentence">
    <summary><bdi>${start}</bdi> … <span class="quiet">(${characters.length} characters, show all)</span></summary>
    <p dir="auto">${text}</p>
  </details>`;
}

export function sourceLine({ file, line, column }: Source): Markup {
  const place = column === undefined ? `${line}` : `${line}:${column}`;
  return html`<code><bdi>${visibleName(file)}</bdi>:${place}</code>`;
}

/** What somebody has something by, from the person to the permission. */
export function chain(path: readonly PathStep[]): Markup {
  if (path.length === 0) return NOTHING;
  const steps = path.map(
    (step) => html`<li><span class="kind">${visibleName(step.kind)}</span> ${name(step.name)}</li>`,
  );
  return html`<ol class="chain" aria-label="Comes by">
    ${steps}
  </ol>`;
}

/** What people call the objects that the report names by their keys. */
export class Names {
  private readonly people: ReadonlyMap<string, Report["people"][number]>;
  private readonly accounts: ReadonlyMap<string, Report["accounts"][number]>;

  constructor({ people, accounts }: Report) {
    this.people = new Map(people.map((person) => [person.key, person]));
    this.accounts = new Map(accounts.map((account) => [account.key, account]));
  }

  account(key: string): Markup {
    if (key === EVERYWHERE) return html`all accounts`;
    return name(this.accounts.get(key)?.name ?? key);
  }

  accountList(keys: readonly string[]): Markup {
    const shown = keys.slice(0, MOST_ACCOUNTS).map((key) => this.account(key));
    const rest = keys.length - shown.length;
    return html`${joined(shown, html`, `)}${rest === 0 ? undefined : ` and ${rest} more`}`;
  }

  /** A key by the name of what it names, with its kind: `User anna`. */
  subject(key: string): Markup {
    const [kind] = key.split("/");
    const found = this.people.get(key)?.name ?? this.accounts.get(key)?.name;
    return found === undefined || kind === undefined ? name(key) : html`${kind} ${name(found)}`;
  }

  /** How many people, and who when it is opened. */
  peopleList(keys: readonly string[]): Markup {
    if (keys.length === 0) return NOTHING;
    const rest = keys.length - MOST_PEOPLE;
    const more = rest > 0 ? html`<li class="quiet">and ${rest} more, all of them in the matrix</li>` : NOTHING;
    return html`<details class="people">
      <summary>${keys.length === 1 ? "1 person" : `${keys.length} people`}</summary>
      <ul>
        ${keys.slice(0, MOST_PEOPLE).map((key) => this.person(key))}${more}
      </ul>
    </details>`;
  }

  private person(key: string): Markup {
    const person = this.people.get(key);
    if (person === undefined) return html`<li>${name(key)}</li>`;
    const where = person.account === undefined ? html`reseller` : this.account(person.account);
    const full = person.fullName === undefined ? NOTHING : html`${name(person.fullName)}, `;
    return html`<li>${name(person.name)} <span class="quiet">${full}${where}</span></li>`;
  }
}
