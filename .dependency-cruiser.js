const path = require("node:path");

/**
 * Imports point one way: sdk → provider/kinds, and hosts → lifecycle → portals → kinds, http.
 * Each rule below says where a room may import from; everything else between rooms is an error.
 */
const rooms =
  "^(provider/(kinds|http|portals|lifecycle|hosts)|realm|live|drift|forge|policy|sdk|sandbox|cli|review|tools|test|examples)/";

/** `from` may import its own room and the rooms in `allowed`, no other. */
const room = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: rooms, pathNot: [from, ...allowed] },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    room("kinds-import-no-other-room", "^provider/kinds/", [], "A kind is pure: no I/O, no portal, no Pulumi."),
    room("http-imports-no-other-room", "^provider/http/", [], "The transport knows neither kinds nor portals."),
    room(
      "portals-import-kinds-and-http",
      "^provider/portals/",
      ["^provider/kinds/", "^provider/http/"],
      "A portal says how one API does what a kind is; the order of calls is the lifecycle's.",
    ),
    {
      name: "portals-do-not-know-each-other",
      comment: "A new portal is a new folder. What two portals share belongs to provider/portals/ itself.",
      severity: "error",
      from: { path: "^provider/portals/([^/]+)/" },
      to: { path: "^provider/portals/[^/]+/", pathNot: "^provider/portals/$1/" },
    },
    room(
      "lifecycle-imports-kinds-portals-http",
      "^provider/lifecycle/",
      ["^provider/kinds/", "^provider/portals/", "^provider/http/"],
      "The lifecycle serves every host, so it knows none.",
    ),
    room(
      "lifecycle-does-not-know-one-portal",
      "^provider/lifecycle/",
      ["^provider/kinds/", "^provider/portals/[^/]+$", "^provider/http/"],
      "The lifecycle is written once for all portals: it talks to provider/portals/*.ts, never to one portal's folder.",
    ),
    {
      name: "lifecycle-takes-only-types-of-http",
      comment: "Requests are made by portals. The lifecycle needs the shape of errors and endpoints, not the client.",
      severity: "error",
      from: { path: "^provider/lifecycle/" },
      to: { path: "^provider/http/", pathNot: "([eE]rrors?|[eE]ndpoint)\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    room(
      "hosts-import-the-provider",
      "^provider/hosts/",
      ["^provider/lifecycle/", "^provider/portals/", "^provider/http/", "^provider/kinds/"],
      "A host translates between a Pulumi protocol and the lifecycle; programs and tools stay outside.",
    ),
    room(
      "realm-imports-kinds-and-pure-checks",
      "^realm/",
      [
        "^provider/kinds/",
        "^provider/lifecycle/(program|settings|errors|kindAt|unknown|values)\\.ts$",
        "^provider/portals/(facts|portal|nearest|words)\\.ts$",
      ],
      "A realm file is read and written without a portal and without Pulumi: what it gets is what kinds and portals are.",
    ),
    room(
      "live-imports-realm-and-portals",
      "^live/",
      [
        "^realm/",
        "^provider/kinds/",
        "^provider/lifecycle/(program|kindAt|values|unknown|errors)\\.ts$",
        "^provider/portals/(index|facts|portal|nearest|words|refusal)\\.ts$",
      ],
      "A live realm as entries of a file: what portals list, in the words of the realm, held against the rules of programs.",
    ),
    room(
      "sdk-imports-kinds-and-pure-checks",
      "^sdk/",
      [
        "^provider/kinds/",
        "^provider/lifecycle/(preflight|program|settings|errors)\\.ts$",
        "^provider/portals/(facts|nearest|portal)\\.ts$",
        "^realm/",
      ],
      "A program opens no connection: of the provider it gets kinds, facts and the pure check of a whole program.",
    ),
    {
      name: "sdk-reaches-no-network",
      comment: "Not through a third file either: loading a program must not load the HTTP client.",
      severity: "error",
      from: { path: "^(realm|sdk)/" },
      to: { path: "node_modules/axios", reachable: true },
    },
    room(
      "sandbox-imports-contracts",
      "^sandbox/",
      ["^provider/portals/[^/]+/contract"],
      "The sandbox stands in for a portal: what it shares with the provider is the wire contract and nothing else.",
    ),
    room(
      "review-imports-kinds-and-meanings",
      "^review/",
      [
        "^provider/kinds/",
        "^provider/portals/(facts|meaning|meanings|nearest|portal|words)\\.ts$",
        "^provider/lifecycle/(kindAt|spellings|unknown|values)\\.ts$",
      ],
      "A review works from a plan alone, on every portal: it gets what permissions mean, and knows no portal by name.",
    ),
    {
      name: "review-reaches-no-network",
      comment: "Not through a third file either: whoever reviews a stranger's plan sends nothing anywhere.",
      severity: "error",
      from: { path: "^review/" },
      to: { path: "node_modules/(axios|@pulumi)/", reachable: true },
    },
    room(
      "policy-imports-review-and-pure-checks",
      "^policy/",
      [
        "^provider/kinds/",
        "^provider/lifecycle/(judge|program)\\.ts$",
        "^provider/portals/(facts|meaning|meanings|nearest|portal|ruleBooks)\\.ts$",
        "^review/",
      ],
      "Policies are what the rule books and the review say already, in the form of a policy pack.",
    ),
    {
      name: "policies-reach-no-network",
      comment:
        "Not through a third file either: a policy is given the stack, and asks nobody. Pulumi's package is the pack's own.",
      severity: "error",
      from: { path: "^policy/" },
      to: { path: "node_modules/(axios|@pulumi)/", reachable: true },
    },
    room(
      "forge-imports-http",
      "^forge/",
      ["^provider/http/"],
      "What pipelines say at GitHub and GitLab goes over the same careful transport, and knows nothing of what it says.",
    ),
    room(
      "drift-imports-what-says-and-what-is",
      "^drift/",
      ["^provider/(kinds|lifecycle)/", "^provider/portals/[^/]+$", "^realm/", "^live/", "^review/"],
      "Drift is between a plan (the review reads it) and a portal (the lifecycle reads it): it knows no portal by name, and no Pulumi.",
    ),
    {
      name: "provider-and-sdk-stand-alone",
      comment: "What is published runs without what surrounds it.",
      severity: "error",
      from: { path: "^(provider|realm|live|sdk|sandbox)/" },
      to: { path: "^(cli|review|tools|test|examples|policy|drift|forge)/" },
    },
    {
      name: "pulumi-only-in-hosts-and-sdk",
      comment: "Nothing but the hosts, the sdk and what drives the engine knows Pulumi.",
      severity: "error",
      from: { pathNot: "^(provider/hosts|sdk|cli|tools|test|examples)/" },
      to: { path: "(^|node_modules/)@pulumi/" },
    },
    {
      name: "page-script-imports-itself",
      comment: "What runs in a reader's browser has no Node and no package; of the rest it takes nothing.",
      severity: "error",
      from: { path: "^review/outputs/page/client/" },
      to: { pathNot: "^review/outputs/page/client/" },
    },
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or miss a third. Types alone may point back.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolvable-imports",
      comment: "An import that leads nowhere, or to a package that package.json does not name.",
      severity: "error",
      from: { pathNot: "^(test|examples)/" },
      to: { couldNotResolve: true },
    },
    {
      name: "published-code-needs-published-dependencies",
      comment: "A development dependency is missing on the machine of whoever installs the package.",
      severity: "error",
      from: { path: "^(provider|realm|live|sdk|sandbox|cli|review|policy|drift|forge)/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg"], dependencyTypesNot: ["npm-peer", "type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, "tsconfig.json") },
    skipAnalysisNotInRules: true,
  },
};
