const FIRST = [
  "anna",
  "bruno",
  "carla",
  "david",
  "elif",
  "fabio",
  "greta",
  "henrik",
  "ines",
  "jonas",
  "katja",
  "luis",
  "mira",
  "noah",
  "olga",
  "paul",
  "rosa",
  "simon",
  "tara",
  "yusuf",
];
const LAST = [
  "meier",
  "rossi",
  "frei",
  "huber",
  "sahin",
  "costa",
  "lindt",
  "novak",
  "perez",
  "kuhn",
  "weber",
  "jansen",
  "vogel",
];
const COMPANIES = [
  "Nordlicht Logistik",
  "Acme",
  "Bergmann Optik",
  "Kanton Seeland",
  "Helvia Versicherung",
  "Ostwind Energie",
  "Praxis Lindenhof",
  "Rhein Digital",
  "Stadtwerke Auental",
  "Tessin Foto",
  "Ulmer Druck",
  "Vela Reisen",
  "Winkler & Söhne",
  "Zentrum Medizin",
];
const FORMS = ["AG", "GmbH", "SA", "KG"];

/** Of an account; after the last company the first comes again, with a number. */
export function companyName(index: number): string {
  const company = COMPANIES[index % COMPANIES.length] ?? "";
  const turn = Math.floor(index / COMPANIES.length);
  return `${company}${turn === 0 ? "" : ` ${turn + 1}`} ${FORMS[index % FORMS.length]}`;
}

export function personName(index: number): { readonly name: string; readonly fullName: string } {
  const first = FIRST[index % FIRST.length] ?? "";
  const last = LAST[Math.floor(index / FIRST.length + index) % LAST.length] ?? "";
  const turn = Math.floor(index / (FIRST.length * LAST.length));
  return {
    name: `${first}.${last}${turn === 0 ? "" : turn + 1}`,
    fullName: `${capital(first)} ${capital(last)}`,
  };
}

/** A name as a part of a key. */
export function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
