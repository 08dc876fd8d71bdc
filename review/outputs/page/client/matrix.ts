import { accountGrid } from "./accountGrid";
import { fromHash, toHash, type View, VIEWS } from "./address";
import type { Access } from "./data";
import { showDetail } from "./detail";
import { byId, element } from "./elements";
import type { Filter, Matrix, Shown } from "./filter";
import { Grid } from "./grid";
import { List } from "./list";
import { CHANGES } from "./marks";
import { permissionGrid } from "./permissionGrid";
import { counted } from "./words";

/** Narrower screens begin with the list. */
const NARROW = "(max-width: 640px)";

/** The filters, the view that they leave, and what is opened from it. */
export class MatrixView {
  private readonly person = byId("filter-person", HTMLInputElement);
  private readonly account = byId("filter-account", HTMLInputElement);
  private readonly permission = byId("filter-permission", HTMLInputElement);
  private readonly changedOnly = byId("filter-changed", HTMLInputElement);
  private readonly box = byId("matrix-view", HTMLElement);
  private readonly readout = byId("readout", HTMLElement);
  private readonly detail = byId("detail", HTMLElement);
  private readonly views = [...document.querySelectorAll<HTMLInputElement>('input[name="view"]')];
  private grid: Grid | undefined;
  private selection: number | undefined;
  private opener: HTMLElement | undefined;
  /** What is shown, for paper as well. */
  current: { readonly filter: Filter; readonly shown: Shown };

  constructor(readonly matrix: Matrix) {
    const address = fromHash(location.hash, matrix.data.selections.length);
    const view = address?.view ?? (matchMedia(NARROW).matches ? "list" : "permissions");
    this.fill(address?.filter ?? this.unfiltered);
    for (const radio of this.views) {
      radio.checked = radio.value === view;
      radio.addEventListener("change", () => this.update());
    }
    for (const input of [this.person, this.account, this.permission, this.changedOnly]) {
      input.addEventListener("input", () => this.update());
    }
    this.suggest();
    byId("filter-reset", HTMLButtonElement).addEventListener("click", () => this.show(this.unfiltered));
    byId("selected-clear", HTMLButtonElement).addEventListener("click", () => {
      this.selection = undefined;
      this.update();
      // The button has gone, and the keyboard with it.
      this.person.focus();
    });
    this.detail.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.close();
    });
    byId("matrix-content", HTMLElement).hidden = false;
    this.current = this.render();
    addEventListener("hashchange", () => {
      const changed = fromHash(location.hash, matrix.data.selections.length);
      if (changed !== undefined) this.show(changed.filter);
    });
  }

  /** What a finding or an effect is about. */
  select(selection: number): void {
    this.show({ person: "", account: "", permission: "", changedOnly: false, selection });
    document.getElementById("matrix")?.scrollIntoView();
    this.person.focus({ preventScroll: true });
  }

  /** Where nothing changes, everything is shown. */
  private get unfiltered(): Filter {
    return { person: "", account: "", permission: "", changedOnly: this.matrix.changes };
  }

  private get filter(): Filter {
    return {
      person: this.person.value,
      account: this.account.value,
      permission: this.permission.value,
      changedOnly: this.changedOnly.checked,
      selection: this.selection,
    };
  }

  private fill({ person, account, permission, changedOnly, selection }: Filter): void {
    this.person.value = person;
    this.account.value = account;
    this.permission.value = permission;
    this.changedOnly.checked = changedOnly;
    this.selection = selection;
  }

  private show(filter: Filter): void {
    this.fill(filter);
    this.update();
  }

  private update(): void {
    this.current = this.render();
    try {
      history.replaceState(null, "", toHash(this.current.filter, this.view));
    } catch {
      // Browsers limit how often an address may change; the filter works without.
    }
  }

  private get view(): View {
    const checked = this.views.find((radio) => radio.checked)?.value;
    return VIEWS.find((view) => view === checked) ?? "permissions";
  }

  private render(): { filter: Filter; shown: Shown } {
    const { filter, matrix, view } = this;
    const shown = matrix.apply(filter);
    this.tellCounts(shown);
    this.tellSelection();
    this.grid?.stop();
    this.grid = undefined;
    this.readout.textContent = "";
    this.detail.hidden = true;
    const open = (access: readonly Access[], permission: number) => this.open(access, permission);
    if (shown.rows.length === 0) {
      this.box.replaceChildren(element("p", { class: "quiet" }, emptyText(filter)));
    } else if (view === "list") {
      const list = new List(matrix, shown, filter, open);
      this.box.replaceChildren(list.element);
      list.start();
    } else {
      const model = view === "accounts" ? accountGrid(matrix, shown, open) : permissionGrid(matrix, shown, open);
      this.grid = new Grid(model, this.readout);
      this.box.replaceChildren(this.grid.element);
      this.grid.start();
    }
    return { filter, shown };
  }

  private open(access: readonly Access[], permission: number): void {
    if (access.length === 0) return;
    this.opener = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
    showDetail(this.detail, this.matrix.data, access, permission, () => this.close());
    byId("detail-heading", HTMLElement).focus({ preventScroll: true });
    this.detail.scrollIntoView({ block: "nearest" });
  }

  private close(): void {
    this.detail.hidden = true;
    if (this.grid !== undefined) this.grid.focus();
    else this.opener?.focus();
  }

  private tellCounts(shown: Shown): void {
    byId("shown", HTMLElement).textContent = countsText(this.matrix, shown);
  }

  private tellSelection(): void {
    const selection = this.selection === undefined ? undefined : this.matrix.data.selections[this.selection];
    byId("selected", HTMLElement).hidden = selection === undefined;
    byId("selected-label", HTMLElement).textContent = selection?.label ?? "";
  }

  /** Names to choose from while typing: only when somebody is about to type, since there may be many. */
  private suggest(): void {
    const { people, accounts, permissions } = this.matrix.data;
    const fields = [
      [this.person, "people-names", people],
      [this.account, "account-names", accounts],
      [this.permission, "permission-names", permissions],
    ] as const;
    for (const [input, list, objects] of fields) {
      const fill = () => {
        const names = [...new Set(objects.map(({ name }) => name))];
        byId(list, HTMLDataListElement).append(...names.map((value) => element("option", { value })));
      };
      input.addEventListener("focus", fill, { once: true });
    }
  }
}

export function countsText(matrix: Matrix, { rows, people, permissions, counts }: Shown): string {
  const changes = CHANGES.filter((change) => change !== "none" && counts.has(change)).map(
    (change) => `${counts.get(change)} ${change}`,
  );
  return [
    `${rows.length} of ${matrix.rows.length} rows`,
    counted(people.length, "person", "people"),
    counted(permissions.length, "permission", "permissions"),
    ...changes,
  ].join(" · ");
}

function emptyText({ changedOnly }: Filter): string {
  return changedOnly ? "No change matches. Turn off “Changed only” to show everybody." : "Nothing matches.";
}
