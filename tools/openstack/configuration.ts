import fs from "node:fs";

/** Sections of a configuration file, each with its options. */
export type Configuration = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;

/** Writes a file as all services of OpenStack read it; the options of `changes` take the place of others of the same name. */
export function writeConfiguration(file: string, configuration: Configuration, changes: Configuration = {}): void {
  const names = [...new Set([...Object.keys(configuration), ...Object.keys(changes)])];
  const sections = names.map((name) => {
    const options = Object.entries({ ...configuration[name], ...changes[name] });
    return [`[${name}]`, ...options.map(([option, value]) => `${option} = ${value}`), ""].join("\n");
  });
  fs.writeFileSync(file, sections.join("\n"));
}
