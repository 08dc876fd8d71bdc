const path = require("node:path");

/**
 * Imports point one way: sdk → provider/model, and hosts → lifecycle → portals → model, transport.
 * Each rule below names folders: where a room may import from. Everything else between rooms is an error.
 */
const rooms =
  "^(provider/(model|transport|contract|portals|lifecycle|hosts)|engine|text|realm|fleet|discovery|drift|scm|policy|sdk|sandbox|cli|review|tools|test|examples)/";

/** What all portals share, and the list of them: not the folder of one. */
const allPortals = "^provider/portals/[^/]+$";

/** `from` may import its own room, how text is written, and the rooms in `allowed`; no other. */
const room = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: rooms, pathNot: [from, "^text/", ...allowed] },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    room("model-imports-no-other-room", "^provider/model/", [], "What a resource is: no I/O, no portal, no Pulumi."),
    room("text-imports-no-other-room", "^text/", [], "How text is written knows nothing of what is written."),
    room(
      "transport-imports-no-other-room",
      "^provider/transport/",
      [],
      "The transport knows neither resources nor portals.",
    ),
    room(
      "engine-imports-model",
      "^engine/",
      ["^provider/model/"],
      "What Pulumi prints and keeps, read without Pulumi.",
    ),
    room(
      "contract-imports-model-and-transport",
      "^provider/contract/",
      ["^provider/model/", "^provider/transport/"],
      "A contract is data: how one portal differs from it, and what a probe found, names no portal.",
    ),
    room(
      "portals-import-model-contract-and-transport",
      "^provider/portals/",
      ["^provider/model/", "^provider/contract/", "^provider/transport/"],
      "A portal says how one API does what a resource is; the order of calls is the lifecycle's.",
    ),
    {
      name: "portals-do-not-know-each-other",
      comment: "A new portal is a new folder. What two portals share belongs to provider/portals/ itself.",
      severity: "error",
      from: { path: "^provider/portals/([^/]+)/" },
      to: { path: "^provider/portals/[^/]+/", pathNot: "^provider/portals/$1/" },
    },
    room(
      "lifecycle-imports-model-and-portals",
      "^provider/lifecycle/",
      ["^provider/model/", allPortals],
      "The lifecycle is written once for all portals and serves every host: it knows none of them, and no request.",
    ),
    room(
      "hosts-import-the-provider",
      "^provider/hosts/",
      ["^provider/(lifecycle|portals|transport|model)/", "^engine/"],
      "A host translates between a Pulumi protocol and the lifecycle; programs and tools stay outside.",
    ),
    room(
      "realm-imports-model-and-portals",
      "^realm/",
      ["^provider/model/", allPortals],
      "A realm file is read and written without a portal and without Pulumi: what it gets is what kinds and portals are.",
    ),
    room(
      "fleet-imports-realm-and-portals",
      "^fleet/",
      ["^realm/", "^provider/model/", allPortals],
      "A fleet is a division of what realm files declare: no portal is asked, and no Pulumi.",
    ),
    room(
      "discovery-imports-realm-and-portals",
      "^discovery/",
      ["^realm/", "^provider/model/", allPortals],
      "A live realm as entries of a file: what portals list, in the words of the realm, held against the rules of programs.",
    ),
    room(
      "sdk-imports-model-engine-and-realm",
      "^sdk/",
      ["^provider/model/", allPortals, "^engine/", "^realm/", "^fleet/"],
      "A program opens no connection: of the provider it gets kinds, portals and the pure check of a whole program.",
    ),
    room(
      "sandbox-imports-contracts",
      "^sandbox/",
      ["^provider/portals/[^/]+/contract"],
      "The sandbox stands in for a portal: what it shares with the provider is the wire contract and nothing else.",
    ),
    {
      name: "sandbox-is-a-package",
      comment: "What is published takes it by its name, and runs without it; compiled files reach no others by a path.",
      severity: "error",
      from: { pathNot: "^(sandbox|test)/" },
      to: { path: "^sandbox/", dependencyTypesNot: ["aliased"] },
    },
    room(
      "review-imports-model-engine-and-portals",
      "^review/",
      ["^provider/model/", allPortals, "^engine/"],
      "A review works from a plan alone, on every portal: it gets what permissions mean, and knows no portal by name.",
    ),
    {
      name: "review-has-a-face",
      comment: "What other rooms use of the review is in review/index.ts.",
      severity: "error",
      from: { pathNot: "^(review|test)/" },
      to: { path: "^review/", pathNot: "^review/index\\.ts$" },
    },
    room(
      "policy-imports-review",
      "^policy/",
      ["^provider/model/", allPortals, "^engine/", "^review/"],
      "Policies are what the rule books and the review say already, in the form of a policy pack.",
    ),
    room(
      "scm-imports-transport",
      "^scm/",
      ["^provider/transport/"],
      "What pipelines say at GitHub and GitLab goes over the same careful transport, and knows nothing of what it says.",
    ),
    room(
      "drift-imports-what-says-and-what-is",
      "^drift/",
      ["^provider/(model|lifecycle)/", allPortals, "^engine/", "^realm/", "^discovery/", "^review/"],
      "Drift is between a plan (the review reads it) and a portal (the lifecycle reads it): it knows no portal by name, and no Pulumi.",
    ),
    {
      name: "what-is-pure-reaches-no-network",
      comment:
        "Not through a third file either: loading a program loads no HTTP client, and whoever reviews a stranger's plan sends nothing.",
      severity: "error",
      from: { path: "^(provider/model|engine|text|realm|fleet|sdk|review|policy)/" },
      to: { path: "node_modules/axios", reachable: true },
    },
    {
      name: "pulumi-only-in-hosts-and-sdk",
      comment: "Nothing but the hosts, the sdk and what drives the engine knows Pulumi.",
      severity: "error",
      from: { pathNot: "^(provider/hosts|sdk|cli|tools|test|examples)/" },
      to: { path: "(^|node_modules/)@pulumi/" },
    },
    {
      name: "reviews-and-policies-reach-no-pulumi",
      comment: "Not through a third file either. A policy pack has Pulumi's package itself.",
      severity: "error",
      from: { path: "^(provider/model|engine|text|realm|fleet|review|policy)/" },
      to: { path: "node_modules/@pulumi/", reachable: true },
    },
    {
      name: "provider-and-sdk-stand-alone",
      comment: "What is published runs without what surrounds it.",
      severity: "error",
      from: { path: "^(provider|engine|text|realm|fleet|discovery|sdk|sandbox)/" },
      to: { path: "^(cli|review|tools|test|examples|policy|drift|scm)/" },
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
      comment: "Two files that need each other are one file, or miss a third.",
      severity: "error",
      from: {},
      to: { circular: true },
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
      from: {
        path: "^(provider|engine|text|realm|fleet|discovery|sdk|sandbox|cli|review|policy|drift|scm)/",
        // Published as one file, with the packages that it needs.
        pathNot: "^provider/hosts/plugin/",
      },
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
