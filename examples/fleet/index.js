/** The realm is declared in realm files; each stack has its part of it, as fleet.yaml divides it. */
const { Realm } = require("pulumi-reseller");

const realm = new Realm("realm", { fleet: "fleet.yaml" });
exports.initialPasswords = realm.initialPasswords;
exports.references = realm.references;
