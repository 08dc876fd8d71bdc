import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { writeCommand } from "./command";
import { COMMAND } from "./commandHosts";

/**
 * Makes `npm` and `npx` for the search path of what a test runs. What was installed before, in the same words or from the same file, is
 * copied; a command of an installed package is found where npx finds it, without npm, which takes half a second to load, and this package is
 * installed once for `npx pulumi-reseller`. Everything else is
 * npm's own work.
 *
 * @returns the folder that the two are in
 */
export function npmCommands(folder: string): string {
  const commands = path.join(folder, "npm-commands");
  mkdirSync(commands);
  const script = (name: string, ...lines: readonly string[]) => {
    const file = path.join(commands, name);
    const real = execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    writeFileSync(file, ["#!/bin/sh", `real='${real}'`, ...lines, ""].join("\n"));
    chmodSync(file, 0o755);
  };
  script(
    "npm",
    'what="$*"',
    'case "$1" in',
    "  ci) what=ci-$(cksum < package-lock.json) ;;",
    "  install) [ $# -gt 1 ] || what=$(cksum < package.json) ;;",
    '  *) exec "$real" "$@" ;;',
    "esac",
    `made="${commands}/installed/$(echo "$what" | tr -c 'a-z0-9\\n' -)"`,
    '[ ! -d "$made" ] || { rm -rf node_modules && cp -RPl "$made/node_modules" . && cp "$made"/*.json .; exit; }',
    // What an earlier installation has brought is there to be used: npm checks it, and adds and removes what is different.
    `[ "$1" = ci ] || [ -d node_modules ] || for earlier in "${commands}"/installed/*/node_modules; do`,
    '  [ -d "$earlier" ] && cp -RPl "$earlier" . || continue',
    // The list of what is there is written over in its place, and not the earlier one's.
    '  cp "$earlier/.package-lock.json" own-list && mv own-list node_modules/.package-lock.json && break',
    "done",
    '"$real" "$@" || exit',
    'mkdir -p "$made" && cp -RPl node_modules "$made" && cp package.json package-lock.json "$made"',
  );
  // That of the checkout, where it is installed as a link.
  writeCommand(path.join(commands, "reseller"));
  script(
    "npx",
    // What is called by its package is installed as npx does it, with its peers, and once for all.
    'if [ "$1" = pulumi-reseller ] && [ ! -d node_modules ]; then',
    `  installed='${commands}/called-by-npx'`,
    '  mkdir -p "$installed"',
    '  [ -d "$installed/node_modules" ] || (cd "$installed" && npm install pulumi-reseller @pulumi/pulumi) >&2 || exit',
    "  shift",
    '  exec "$installed/node_modules/.bin/reseller" "$@"',
    "fi",
    "folder=$PWD",
    'until [ -x "$folder/node_modules/.bin/$1" ]; do',
    '  [ "$folder" != / ] || exec "$real" "$@"',
    '  folder=$(dirname "$folder")',
    "done",
    "name=$1",
    "shift",
    `[ "$(realpath "$folder/node_modules/.bin/$name")" != '${COMMAND}' ] || exec '${commands}/reseller' "$@"`,
    'exec "$folder/node_modules/.bin/$name" "$@"',
  );
  return commands;
}
